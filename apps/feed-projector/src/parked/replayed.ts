import type { Plan } from '../plan-batch.js';

/** What became of the events of a replay. */
export interface Replayed {
  readonly applied: number;
  /** Applied before; they are no longer parked. */
  readonly duplicates: number;
  /** An event before them has not come: they wait for it. */
  readonly pending: number;
  /** Still not applicable, each with its newer reason; those that only wait behind one are not counted. */
  readonly parked: number;
}

export const NOTHING: Replayed = { applied: 0, duplicates: 0, pending: 0, parked: 0 };

export function countOf({ applied, duplicates, pending, parked }: Plan): Replayed {
  return {
    applied: applied.length,
    duplicates: duplicates.length,
    pending: pending.length,
    parked: parked.filter(({ reason }) => reason !== 'stream-parked').length,
  };
}

export function addUp(one: Replayed, other: Replayed): Replayed {
  return {
    applied: one.applied + other.applied,
    duplicates: one.duplicates + other.duplicates,
    pending: one.pending + other.pending,
    parked: one.parked + other.parked,
  };
}
