import type { FeedChanges, FeedPosition } from '#lib/read-model';
import { decodePosition, scopeOf } from '../feed.position.js';

/**
 * Why a reader has to read the feed anew.
 *
 * - `position-unknown`: the position is none that this feed gave out.
 * - `epoch`: another version of the feed is live, or the database was restored.
 * - `audience`: they belong to other audiences than at that position.
 * - `too-far-behind`: more has changed since than is replayed.
 * - `department`, `names`: departments have moved, or somebody is called otherwise, so that what their filters let through
 *   may be something else.
 */
export type ResetReason =
  | 'position-unknown'
  | 'epoch'
  | 'audience'
  | 'too-far-behind'
  | 'department'
  | 'names';

/** From where a reader goes on: after a position, or anew. */
export type Resumed = { readonly after: number } | { readonly reset: ResetReason };

interface Standing {
  readonly feed: FeedPosition;
  readonly audiences: readonly string[];
  /** More changes than this are not replayed. */
  readonly most: number;
}

/** Whether whoever has read the feed at a position that it gave out can be told all that has changed since. */
export async function resume(
  changes: FeedChanges,
  given: string,
  { feed, audiences, most }: Standing,
): Promise<Resumed> {
  const since = decodePosition(given);
  if (!since) return { reset: 'position-unknown' };
  if (since.epoch !== feed.epoch) return { reset: 'epoch' };
  if (since.scope !== scopeOf(audiences)) return { reset: 'audience' };
  const tip = Number(feed.position);
  if (since.position > tip) return { reset: 'position-unknown' };
  if (since.position === tip) return { after: tip };
  const behind = await changes.behind(feed.version, since.position, most + 1);
  return behind > most ? { reset: 'too-far-behind' } : { after: since.position };
}
