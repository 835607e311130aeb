import { type Judged, judge, OURS, ratioOf, type Summary, summaryOf } from './judge.js';
import type { StepResult } from './run-step.js';

/** A step for a terminal: a line for each figure of each contender, and one for each goal. */
export function tableOf(result: StepResult): string {
  const lines = figuresIn(result).flatMap((figure) =>
    Object.entries(result.figures).flatMap(([name, rounds]) => {
      const summary = summaryOf(rounds, figure);
      if (!summary) return [];
      const ratio = name === OURS ? undefined : ratioOf(result, figure, name);
      return [[figure, name, spread(summary), ratio ? `feed is ${spread(ratio)} of it` : '']];
    }),
  );
  const goals = judge(result).map(
    (judged) => `  ${judged.isReached ? 'reached' : 'MISSED '}  ${wordsOf(judged)}`,
  );
  const pace = `${result.rounds} rounds of ${result.seconds} s each; median (least to most)`;
  return [`${result.name}: ${result.title} (${pace})`, ...aligned(lines), ...goals, ''].join('\n');
}

/** Of all contenders, in the order in which they were measured. */
export function figuresIn({ figures }: StepResult): string[] {
  return [
    ...new Set(Object.values(figures).flatMap((rounds) => rounds.flatMap((round) => Object.keys(round)))),
  ];
}

export function wordsOf({ goal: { figure, of, atLeast, atMost }, value }: Judged): string {
  const bound = [
    ...(atLeast === undefined ? [] : [`at least ${short(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${short(atMost)}`]),
  ].join(' and ');
  const what = of === undefined ? figure : `${figure}, beside ${of}`;
  return `${what}: ${value === undefined ? 'not measured' : short(value)}, to be ${bound}`;
}

/** Three digits that count. */
export function short(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 3) });
}

function spread({ median, least, most }: Summary): string {
  return `${short(median)} (${short(least)} to ${short(most)})`;
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => `  ${line.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ')}`.trimEnd());
}
