import { median } from './statistics.js';
import type { StepResult } from './run-step.js';
import type { Figures, Goal } from './step.js';

export const OURS = 'feed';

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Judged {
  readonly goal: Goal;
  /** Undefined where nothing was measured. */
  readonly value: number | undefined;
  readonly isReached: boolean;
}

/** Undefined where none of the rounds has the figure. */
export function summaryOf(rounds: readonly Figures[], figure: string): Summary | undefined {
  return summarized(rounds.flatMap((round) => round[figure] ?? []));
}

/** Of the feed to another, round by round: what slows one round down is in both. */
export function ratioOf(result: StepResult, figure: string, other: string): Summary | undefined {
  const ours = result.figures[OURS] ?? [];
  const theirs = result.figures[other] ?? [];
  const ratios = ours.flatMap((round, n) => {
    const [one, two] = [round[figure], theirs[n]?.[figure]];
    return one === undefined || two === undefined ? [] : [one / two];
  });
  return summarized(ratios);
}

export function judge(result: StepResult): Judged[] {
  return result.goals.map((goal) => {
    const { figure, of, atLeast = -Infinity, atMost = Infinity } = goal;
    const summary =
      of === undefined ? summaryOf(result.figures[OURS] ?? [], figure) : ratioOf(result, figure, of);
    const value = summary?.median;
    return { goal, value, isReached: value !== undefined && value >= atLeast && value <= atMost };
  });
}

function summarized(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
