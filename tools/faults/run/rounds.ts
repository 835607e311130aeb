import type { Fault } from '../fault.js';
import { type Random, randomOf } from '../random.js';

const LONGEST_STAGGER_MS = 1_000;
const LONGEST_PAUSE_MS = 500;

/** Faults that are under way at the same time: from one to four. */
export interface Round {
  readonly drawn: readonly { readonly fault: Fault; readonly afterMs: number; readonly random: Random }[];
  /** Whether somebody waits until the system works again before the next round. */
  readonly isPatient: boolean;
  readonly pauseMs: number;
}

/** So many faults, drawn by the seed. */
export function* roundsOf(faults: readonly Fault[], count: number, seed: number): Generator<Round> {
  const random = randomOf(seed);
  for (let left = count; left > 0;) {
    const atOnce = Math.min(random.pick([1, 1, 2, 2, 3, 4]), left, faults.length);
    const drawn = drawSome(faults, atOnce, random).map((fault) => ({
      fault,
      afterMs: random.int(0, LONGEST_STAGGER_MS),
      // Of its own, for faults that are under way at once draw in an order that nobody knows.
      random: randomOf(random.int(0, 2 ** 31)),
    }));
    left -= drawn.length;
    yield { drawn, isPatient: random.next() < 0.8, pauseMs: random.int(0, LONGEST_PAUSE_MS) };
  }
}

/** Different ones, the heavier the more often. */
function drawSome(faults: readonly Fault[], count: number, random: Random): Fault[] {
  const left = [...faults];
  return Array.from({ length: count }, () => {
    let at = random.next() * left.reduce((sum, { weight = 1 }) => sum + weight, 0);
    const index = left.findIndex(({ weight = 1 }) => (at -= weight) < 0);
    return left.splice(index, 1)[0]!;
  });
}
