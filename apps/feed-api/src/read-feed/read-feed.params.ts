import { z } from 'zod';
import { coverageParams } from '../read-your-writes/coverage.params.js';
import { endsAfterItBegins, feedFilters, pastMoment } from './feed.filters.js';

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

/** For a schema with a part of a list: a page goes on in one direction. */
export const oneCursor = {
  check: ({ after, before }: Pick<z.output<typeof pageParams>, 'after' | 'before'>): boolean =>
    after === undefined || before === undefined,
  fault: { message: 'cannot be given together with after', path: ['before'] },
};

/** The parameters of `GET /feed`. Others are faults. */
export const readFeedParams = pageParams
  .extend({
    ...feedFilters.shape,
    asOf: pastMoment.optional().describe('The feed as it was at this moment, with the names of then.'),
    group: z
      .enum(['auto', 'none'])
      .default('none')
      .describe('auto: what is much of one kind in a day is one line. Such a page may be short, and go on.'),
    around: z.uuid().optional().describe('The id of an entry: it, and what stands above and below it.'),
    ...coverageParams,
  })
  .refine(({ asOf, q }) => asOf === undefined || q === undefined, {
    message: 'cannot be given together with q: what is searched is as it is now',
    path: ['asOf'],
  })
  .refine(({ asOf, around }) => asOf === undefined || around === undefined, {
    message: 'cannot be given together with around',
    path: ['asOf'],
  })
  .refine(({ asOf, group }) => asOf === undefined || group === 'none', {
    message: 'cannot be given together with groups: they are of what is there now',
    path: ['asOf'],
  })
  .refine(oneCursor.check, oneCursor.fault)
  .refine(({ around, after, before }) => around === undefined || (after ?? before) === undefined, {
    message: 'cannot be given together with after or before',
    path: ['around'],
  })
  .refine(({ around, group }) => around === undefined || group === 'none', {
    message: 'cannot be given together with groups',
    path: ['around'],
  })
  .refine(endsAfterItBegins.check, endsAfterItBegins.fault);

export type ReadFeedParams = z.output<typeof readFeedParams>;
