import type { Random } from './random.js';
import type { Mode, SystemUnderTest } from './system.js';

export type { Random } from './random.js';
export type { Mode } from './system.js';

/** Something bad that is done to the running system and undone again. `allFaults` of injectors/all-faults.ts lists them. */
export interface Fault {
  /** What is done, in the imperative: `kill feed-projector`. One row of the table of faults. */
  readonly kind: string;
  readonly modes: readonly Mode[];
  /** How often it is drawn, compared with others. 1 unless given. */
  readonly weight?: number;
  /**
   * Draws its details, carries it out, and resolves when nothing of it is left: the process runs again, the wire is
   * whole. Several may be under way at once, never two of one kind. What it returns goes into the history.
   */
  inject(system: SystemUnderTest, random: Random): Promise<unknown>;
}
