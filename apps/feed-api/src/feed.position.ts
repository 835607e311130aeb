import type { FeedPosition } from '#lib/read-model';
import { digest } from './checked.token.js';

/**
 * A position as callers keep it: how far the feed had come, and, as a digest, in which audiences the reader was. Whoever goes
 * on from it with other audiences would miss what those see. Opaque to callers.
 */
export function encodePosition(
  { epoch, position }: Pick<FeedPosition, 'epoch' | 'position'>,
  audiences: readonly string[],
): string {
  return positionIn(epoch, position, scopeOf(audiences));
}

/** The same where the digest of the audiences is known. */
export function positionIn(epoch: string, position: string | number, scope: string): string {
  return `${epoch}.${position}.${scope}`;
}

/** What a position of a caller says. */
export interface GivenPosition {
  readonly epoch: string;
  readonly position: number;
  readonly scope: string;
}

/** Undefined for what this feed cannot have given out. */
export function decodePosition(given: string): GivenPosition | undefined {
  const [, epoch, position, scope] = /^([0-9a-f]{8})\.(\d{1,15})\.([\w-]{8})$/.exec(given) ?? [];
  if (epoch === undefined || scope === undefined) return undefined;
  return { epoch, position: Number(position), scope };
}

/** Of audiences, in whatever order. */
export function scopeOf(audiences: readonly string[]): string {
  return digest(audiences.toSorted());
}
