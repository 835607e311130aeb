import { placeOf } from './cursor.place.js';
import type { CursorPlace } from './feed.cursor.js';
import { filtersOf } from './feed.filters.js';
import type { ReadFeedParams } from './read-feed.params.js';

/** What tells a list from others: whatever part of it is asked for. */
function listOf(params: ReadFeedParams): object {
  return {
    ...filtersOf(params),
    asOf: params.asOf,
    ...(params.group === 'auto' && { group: params.group }),
  };
}

/** Whether it is the beginning of a list as it is now. */
export function isFirst({ after, before, around, asOf }: ReadFeedParams): boolean {
  return after === undefined && before === undefined && (around ?? asOf) === undefined;
}

/** A list, and from where on it is asked for. */
export interface ListPart {
  readonly list: object;
  readonly after?: CursorPlace;
  readonly before?: CursorPlace;
}

/** Throws a problem for a cursor that is none, or is of another list. */
export function partOf(params: ReadFeedParams): ListPart {
  const list = listOf(params);
  const after = placeOf('after', params.after, list);
  const before = placeOf('before', params.before, list);
  return { list, ...(after && { after }), ...(before && { before }) };
}
