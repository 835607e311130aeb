import { z } from 'zod';
import { endsAfterItBegins, feedFilters } from '../read-feed/feed.filters.js';

const MOST_CHANGES = 500;
const limitRule = `must be a whole number from 1 to ${MOST_CHANGES}`;
const position = z.string().max(100);

/** The parameters of `GET /feed/stream`. Others are faults. */
export const followFeedParams = feedFilters
  .extend({ since: position.optional().describe('A position: what changed after it is told first.') })
  .refine(endsAfterItBegins.check, endsAfterItBegins.fault);
export type FollowFeedParams = z.output<typeof followFeedParams>;

/** The parameters of `GET /feed/changes`. */
export const readChangesParams = feedFilters
  .extend({
    since: position.describe('A position: what changed after it is answered.'),
    limit: z
      .string(limitRule)
      .regex(/^\d{1,3}$/, limitRule)
      .meta({ type: 'integer', minimum: 1, maximum: MOST_CHANGES, default: MOST_CHANGES, pattern: undefined })
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= MOST_CHANGES, limitRule)
      .default(MOST_CHANGES),
  })
  .refine(endsAfterItBegins.check, endsAfterItBegins.fault);
export type ReadChangesParams = z.output<typeof readChangesParams>;
