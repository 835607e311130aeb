import { createHash } from 'node:crypto';
import type { FeedPosition } from '#lib/read-model';

/**
 * A position as callers keep it: how far the feed had come, and, as a digest, in which audiences the reader was. Whoever goes
 * on from it with other audiences would miss what those see. Opaque to callers.
 */
export function encodePosition(
  { epoch, position }: Pick<FeedPosition, 'epoch' | 'position'>,
  audiences: readonly string[],
): string {
  return `${epoch}.${position}.${scopeOf(audiences)}`;
}

/** Of audiences, in whatever order. */
export function scopeOf(audiences: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(audiences.toSorted())).digest('base64url').slice(0, 8);
}
