import type { Mode } from '../system.js';
import type { Finding } from '../verdict.js';
import type { Injected } from './fault-rounds.js';
import { seconds, table } from './table.js';

/** What a run came to. Also written beside the history, as JSON. */
export interface Report {
  readonly mode: Mode;
  readonly seed: number;
  readonly clients: number;
  readonly verdict: string;
  readonly findings: readonly Finding[];
  readonly faults: readonly FaultRow[];
  readonly requests: Readonly<Record<'accepted' | 'refused' | 'unanswered' | 'sentAgain', number>>;
  /** Answers of 5xx, by status and code. */
  readonly failures: Readonly<Record<string, number>>;
  /** Processes that ended although no fault ended them, and how. */
  readonly fell: readonly string[];
  readonly events: number;
  readonly settledMs: number;
  readonly tookMs: number;
  /** Holds the history, and with `--keep` the data and the logs. */
  readonly dir: string;
}

/** One kind of fault: how often, and how long the system then needed to work again, in milliseconds. */
export interface FaultRow {
  readonly kind: string;
  readonly count: number;
  readonly measured: number;
  readonly median?: number;
  readonly longest?: number;
}

export function faultRows(injected: readonly Injected[]): FaultRow[] {
  return [...Map.groupBy(injected, ({ kind }) => kind)]
    .map(([kind, all]): FaultRow => {
      const times = all.flatMap(({ recoveryMs }) => recoveryMs ?? []).toSorted((a, b) => a - b);
      const [count, measured] = [all.length, times.length];
      if (measured === 0) return { kind, count, measured };
      return { kind, count, measured, median: times[Math.floor(measured / 2)]!, longest: times.at(-1)! };
    })
    .toSorted((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

/** `ok`, or how many of each: `2 lost, 1 doubled`. */
export function verdictOf(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'ok';
  const byVerdict = [...Map.groupBy(findings, ({ verdict }) => verdict)];
  return byVerdict.map(([verdict, all]) => `${all.length} ${verdict}`).join(', ');
}

const SHOWN = 20;

/** For people: findings, the table of faults, figures. */
export function reportText(report: Report): string {
  const { findings, faults, requests, failures, fell } = report;
  const shown = findings
    .slice(0, SHOWN)
    .map(({ verdict, check, what }) => `  ${verdict} (${check}): ${what}`);
  const more = findings.length > SHOWN ? [`  and ${findings.length - SHOWN} more, see report.json`] : [];
  const { accepted, refused, unanswered, sentAgain } = requests;
  const failed = Object.entries(failures).map(([failure, count]) => `${count} × ${failure}`);
  return [
    ...table(['fault', 'count', 'median s', 'longest s'], faults.map(rowOf)),
    '',
    `${accepted} requests accepted, ${refused} refused, ${unanswered} never answered; sent again ${sentAgain} times`,
    `${report.events} events; settled in ${seconds(report.settledMs)} s; ${seconds(report.tookMs)} s in all`,
    ...(failed.length > 0 ? [`answers of 5xx: ${failed.join(', ')}`] : []),
    ...(fell.length > 0 ? [`ended by themselves: ${fell.join('; ')}`] : []),
    `history: ${report.dir}`,
    `verdict, ${report.mode}, seed ${report.seed}: ${report.verdict}`,
    ...shown,
    ...more,
  ].join('\n');
}

function rowOf({ kind, count, median, longest }: FaultRow): string[] {
  const cell = (ms: number | undefined): string => (ms === undefined ? '' : seconds(ms));
  return [kind, String(count), cell(median), cell(longest)];
}
