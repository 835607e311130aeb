import { seconds, table } from '../../faults/run/table.js';

const LONGEST_EXIT_MS = 28_000;
const SHOWN = 20;

/** One app, stopped once. */
export interface Drain {
  readonly app: string;
  readonly requests: number;
  readonly turnedAway: number;
  /** Why each that failed did. */
  readonly failed: readonly string[];
  /** The exit code; null: ended by a signal. */
  readonly code: number | null;
  readonly exitMs: number;
}

/** One app, over all times. */
export interface DrainRow {
  readonly app: string;
  readonly times: number;
  readonly requests: number;
  readonly turnedAway: number;
  readonly failed: number;
  readonly longestExitMs: number;
}

export interface DrainReport {
  readonly rows: readonly DrainRow[];
  readonly violations: readonly string[];
}

/** `others`: violations beside those of single drains. */
export function reportOf(drains: readonly Drain[], others: readonly string[]): DrainReport {
  const rows = [...Map.groupBy(drains, ({ app }) => app)].map(([app, all]): DrainRow => ({
    app,
    times: all.length,
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    turnedAway: all.reduce((sum, { turnedAway }) => sum + turnedAway, 0),
    failed: all.reduce((sum, { failed }) => sum + failed.length, 0),
    longestExitMs: Math.round(Math.max(...all.map(({ exitMs }) => exitMs))),
  }));
  return { rows, violations: [...drains.flatMap(violationsOf), ...others] };
}

function violationsOf({ app, failed, code, exitMs }: Drain, n: number): string[] {
  const drain = `drain ${n + 1}, ${app}`;
  return [
    ...failed.map((why) => `${drain}: a request failed with ${why}`),
    ...(code === 0 ? [] : [`${drain}: exit code ${code}`]),
    ...(exitMs <= LONGEST_EXIT_MS ? [] : [`${drain}: it took ${seconds(exitMs)} s to exit`]),
  ];
}

/** For people: a row for each app, the verdict, violations. */
export function reportText({ rows, violations }: DrainReport): string {
  const header = ['app', 'times', 'requests', 'turned away', 'failed', 'longest exit s'];
  const body = rows.map(({ app, longestExitMs, times, requests, turnedAway, failed }) => [
    app,
    ...[times, requests, turnedAway, failed].map(String),
    seconds(longestExitMs),
  ]);
  return [
    ...table(header, body),
    '',
    `verdict: ${violations.length === 0 ? 'ok' : `${violations.length} violations`}`,
    ...violations.slice(0, SHOWN).map((violation) => `  ${violation}`),
  ].join('\n');
}
