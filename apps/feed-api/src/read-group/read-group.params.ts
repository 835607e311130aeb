import { z } from 'zod';
import { endsAfterItBegins, feedFilters } from '../read-feed/feed.filters.js';
import { oneCursor, pageParams } from '../read-feed/read-feed.params.js';

export const groupKeyParam = z.string().max(1_000);

/** The parameters of `GET /feed/groups/:key`. Others are faults. */
export const readGroupParams = pageParams
  .extend(feedFilters.shape)
  .refine(oneCursor.check, oneCursor.fault)
  .refine(endsAfterItBegins.check, endsAfterItBegins.fault);

export type ReadGroupParams = z.output<typeof readGroupParams>;
