import type { PageValues } from './statements/reading.js';

/** Where an entry stands in the feed: pages are read from here on. */
export interface Place {
  readonly occurredAt: string;
  readonly id: string;
}

export interface FeedPageQuery {
  /** The audiences the reader belongs to. */
  readonly audiences: readonly string[];
  readonly limit: number;
  /** Entries older than this place. Without it and `before`: the newest. */
  readonly after?: Place;
  /** Entries newer than this place, the closest ones. Excludes `after`. */
  readonly before?: Place;
  /** Only these kinds of entries. */
  readonly names?: readonly string[];
  /** Only entries that speak of this person. */
  readonly person?: string;
  /** Only entries that speak of one of these, e.g. `department:d-1`. */
  readonly within?: readonly string[];
  /** Only entries that happened from this moment on, and before that one. */
  readonly from?: string;
  readonly to?: string;
  /** The list as it was at this moment. Excludes `words`. */
  readonly asOf?: string;
  /** Only entries that have all these words, or begin with them. */
  readonly words?: readonly SearchWord[];
  /** Who reads, as far as is known: their own reactions are marked. */
  readonly reader?: string;
}

/** Letters and digits, and the kinds of entries whose wording has such a word. */
export interface SearchWord {
  readonly word: string;
  readonly names: readonly string[];
}

const NEWEST: Place = { occurredAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
/** No entry has this id: a place with it is before all that happened at its moment. */
export const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/** One more entry than asked for tells whether there are more; it is the one farthest from the cursor. */
export function pageValues({
  audiences,
  limit,
  names,
  person,
  within,
  reader,
  ...query
}: FeedPageQuery): PageValues {
  const to = earlier(query.to, query.asOf);
  const { occurredAt, id } = startOf({ ...query, to });
  const bound = query.before ? (to ?? 'infinity') : (query.from ?? '-infinity');
  const ofPerson = person === undefined ? undefined : [`person:${person}`];
  return [
    audiences,
    occurredAt,
    id,
    limit + 1,
    names ?? null,
    ofPerson ?? within ?? null,
    reader ?? null,
    bound,
    (ofPerson && within) ?? null,
  ];
}

/** What had not happened by then was not there: nothing since then has to be passed over. */
function earlier(to: string | undefined, asOf: string | undefined): string | undefined {
  return to === undefined || (asOf !== undefined && asOf < to) ? asOf : to;
}

/** The cursor, or the end of the time that is asked for, where that is nearer. */
function startOf({
  before,
  after,
  from,
  to,
}: Pick<FeedPageQuery, 'before' | 'after' | 'from' | 'to'>): Place {
  const limit = before ? from : to;
  const cursor = before ?? after ?? NEWEST;
  if (limit === undefined) return cursor;
  const isNearer = before ? cursor.occurredAt < limit : cursor === NEWEST || cursor.occurredAt >= limit;
  return isNearer ? { occurredAt: limit, id: LOWEST_ID } : cursor;
}
