import type { BenchContext } from './bench-context.js';

/** What came of one round, by what it is called, e.g. `commits/s at 8`. */
export type Figures = Readonly<Record<string, number>>;

/**
 * Somebody who does the work of a step: this project (`feed`), the least code that could (`limit`), or what a user would pick
 * instead.
 */
export interface Contender {
  readonly name: string;
  /** Works for about so long. Throws when something was refused or lost: that is no speed. */
  measure(seconds: number): Promise<Figures>;
  /** After all rounds. Throws when not all that was accepted is where it should be. */
  verify?(): Promise<void>;
  stop(): Promise<void>;
}

/** What a step is to reach: a bound on a figure of the feed, or on the ratio to the same figure `of` another contender. */
export interface Goal {
  readonly figure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly of?: string;
}

export interface Step {
  /** As it is typed: `npm run bench -- hire`. */
  readonly name: string;
  readonly title: string;
  readonly goals: readonly Goal[];
  /** How long and how often each works, where the usual would be too short or tell nothing new. */
  readonly seconds?: number;
  readonly rounds?: number;
  /** Ready to be measured; the feed first. */
  start(context: BenchContext): Promise<readonly Contender[]>;
}
