import { encodeCursor } from '../read-feed/feed.cursor.js';
import type { GroupedItems } from './grouped.feed.js';

/** Where a page of a list with groups goes on, in both directions. A page may be short, or empty, and go on all the same. */
export function groupedCursors(
  { first, last, end, top, hasMore }: GroupedItems,
  before: string | undefined,
  list: object,
): { readonly next: string | null; readonly prev: string | null; readonly hasMore: boolean } {
  const isNewer = before !== undefined;
  const older = isNewer ? last : end;
  const newer = isNewer ? (end ?? first) : first;
  return {
    next: older ? encodeCursor({ ...older, ...(top && { top }) }, list) : null,
    // There may be newer ones later, also where there are none now.
    prev: newer ? encodeCursor(newer, list) : (before ?? null),
    hasMore,
  };
}
