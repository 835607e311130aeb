import type { FeedPage } from '#lib/read-model';
import { encodeCursor } from './feed.cursor.js';

/** The cursors of a page as it is answered. `next`: older entries. `prev`: newer ones. `hasMore`: in the direction that was asked for. */
export interface PageCursors {
  readonly next: string | null;
  readonly prev: string | null;
  readonly hasMore: boolean;
}

export function pageCursors(
  { entries, hasMore }: FeedPage,
  before: string | undefined,
  list: object,
): PageCursors {
  const cursorAt = (index: number): string | undefined => {
    const row = entries.at(index);
    return row && encodeCursor({ occurredAt: row.occurred_at, id: row.id }, list);
  };
  const more = before !== undefined || hasMore;
  return {
    next: (more ? cursorAt(-1) : undefined) ?? null,
    // There may be newer ones later, also where there are none now.
    prev: cursorAt(0) ?? before ?? null,
    hasMore,
  };
}
