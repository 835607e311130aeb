import type { Mode } from '../system.js';
import type { Check } from '../verdict.js';
import type { Violation } from '../verdict/evidence.js';

/** One place of a compiled module, and what stands there instead. */
export interface Edit {
  /** The source, from the root of the repository. */
  readonly file: string;
  /** Text without types, on one line, that occurs once, in the source as in what is compiled from it. */
  readonly from: string;
  readonly to: string;
}

/** The protection behind a promise is taken away, in processes under test only: the checker has to notice. */
export interface Break {
  readonly name: string;
  /** What no longer holds. */
  readonly promise: string;
  readonly modes: readonly Mode[];
  readonly edits: readonly Edit[];
  /** Kinds of faults that show it soonest; a run on this break draws these only. */
  readonly faults: readonly string[];
  /** How many of them it takes; 3 unless given. */
  readonly count?: number;
  /** Findings that tell of it, as the report names them. */
  readonly caughtBy: readonly `${Violation['verdict']} (${Check})`[];
}

/** The load alone shows it, so what is done beside it is harmless. */
export const NONE_NEEDED: readonly string[] = ['transaction held open'];
