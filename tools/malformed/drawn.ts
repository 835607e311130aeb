import fc from 'fast-check';

/**
 * So many are drawn, sent and accounted for at a time: what a run holds in memory does not depend on its length. Few,
 * since the proxies between apps and servers are in this process, and stand still while it draws.
 */
export const CHUNK = 100;

/** A stretch of what is drawn: from number `first` on. */
export interface Chunk {
  readonly seed: number;
  readonly first: number;
  readonly size: number;
}

/** `count` things in stretches, in order. */
export function* chunksOf(seed: number, count: number): Generator<Chunk> {
  for (let first = 0; first < count; first += CHUNK) {
    yield { seed, first, size: Math.min(CHUNK, count - first) };
  }
}

/** Always the same for the same seed and number, however long the run is. */
export function drawn<T>(arbitrary: fc.Arbitrary<T>, { seed, first, size }: Chunk): T[] {
  return fc.sample(arbitrary, { seed: seed + first / CHUNK, numRuns: CHUNK }).slice(0, size);
}

/** One of `kinds`, the heavier the more often. */
export function weighed<T>(
  ...kinds: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]
): fc.Arbitrary<T> {
  return fc.oneof(...kinds.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}
