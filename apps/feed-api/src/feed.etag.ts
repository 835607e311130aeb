import { createHash } from 'node:crypto';
import type { FeedPosition } from '#lib/read-model';
import type { Reader } from './reader.js';

/**
 * A weak entity tag of an answer, made before any entry is read: it changes with anything in the feed, and differs by
 * what was asked, by whom, of which departments they are part, which belong to the one that was asked for, and what is
 * pinned: that can be over without anything happening.
 */
export function feedEtag(
  { epoch, position, departments, within, pinned }: FeedPosition,
  reader: Reader,
  asked: unknown,
): string {
  const scope = createHash('sha256')
    .update(JSON.stringify([reader, departments, within, pinned, asked]))
    .digest('base64url')
    .slice(0, 12);
  return `W/"${epoch}.${position}-${scope}"`;
}

/** Whether one of the tags of `If-None-Match` is this one. */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  return (
    ifNoneMatch !== undefined &&
    ifNoneMatch.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*')
  );
}
