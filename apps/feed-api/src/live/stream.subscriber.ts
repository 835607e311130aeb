import type { ListQuery } from '#lib/read-model';
import { type FeedFilters, filtersOf, toPageQuery } from '../read-feed/feed.filters.js';
import type { Reader } from '../reader.js';

/** The list that somebody follows. */
export interface FollowedList {
  /** The same for lists that are the same. Empty: all of the feed. */
  readonly key: string;
  readonly filters: FeedFilters;
  readonly query: ListQuery;
}

/** Who is told of changes: what they see, and of that which list. */
export interface Subscriber {
  readonly reader: Reader;
  readonly audiences: readonly string[];
  /** Those that they have just left: what they were told as part of these may have to be taken back. */
  readonly left?: readonly string[];
  readonly list: FollowedList;
}

/** Most follow all of the feed: they share it. */
const WHOLE: FollowedList = { key: '', filters: {}, query: toPageQuery({}, { within: [] }) };

/** `within`: the department that is asked for and all beneath it. */
export function followedList(params: FeedFilters, within: readonly string[]): FollowedList {
  const filters = filtersOf(params);
  if (Object.values(filters).every((value) => value === undefined)) return WHOLE;
  return {
    key: JSON.stringify([filters, within]),
    filters,
    query: toPageQuery(filters, { within }),
  };
}
