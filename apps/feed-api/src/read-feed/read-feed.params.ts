import { z } from 'zod';
import { coverageParams } from '../read-your-writes/coverage.params.js';
import { endsAfterItBegins, feedFilters } from './feed.filters.js';

const LIMIT = { default: 20, most: 100 };
const limitRule = `must be a whole number from 1 to ${LIMIT.most}`;

/** Which part of a list. */
export const pageParams = z.strictObject({
  limit: z
    .string(limitRule)
    .regex(/^\d{1,3}$/, limitRule)
    .meta({ type: 'integer', minimum: 1, maximum: LIMIT.most, default: LIMIT.default, pattern: undefined })
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= LIMIT.most, limitRule)
    .default(LIMIT.default),
  after: z.string().max(300).optional(),
  before: z.string().max(300).optional(),
});

/** The parameters of `GET /feed`. Others are faults. */
export const readFeedParams = pageParams
  .extend({
    ...feedFilters.shape,
    around: z.uuid().optional().describe('The id of an entry: it, and what stands above and below it.'),
    ...coverageParams,
  })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    message: 'cannot be given together with after',
    path: ['before'],
  })
  .refine(({ around, after, before }) => around === undefined || (after ?? before) === undefined, {
    message: 'cannot be given together with after or before',
    path: ['around'],
  })
  .refine(endsAfterItBegins.check, endsAfterItBegins.fault);

export type ReadFeedParams = z.output<typeof readFeedParams>;
