import type { Report } from './run-malformed.js';
import type { Tally } from './tally.js';

const sum = (counts: Iterable<number>): number => [...counts].reduce((all, count) => all + count, 0);

/** How much was lost, doubled or answered wrongly. */
export function faultsOf({ messages, requests, effects }: Report): number {
  return messages.faults + requests.faults + effects.faults;
}

/** Everything that was sent by kind and outcome, and in the end the verdict. */
export function reportText(report: Report, seed: number): string {
  const { messages, requests, effects, tookMs } = report;
  const parts = [
    ['messages', messages],
    ['requests, by their answers', requests],
    ['requests, by what they did', effects],
  ] as const;
  const faults = faultsOf(report);
  const verdict = faults === 0 ? 'ok' : `${faults} WRONG, the first of them in offenders.jsonl`;
  return [
    ...parts.flatMap(([title, tally]) => [
      `${title}: ${sum(byOutcome(tally).values())}`,
      ...rowsOf(tally),
      '',
    ]),
    ...parts.flatMap(([, { first }]) => first.slice(0, 10)),
    `verdict, seed ${seed}: ${verdict} (${(tookMs / 1_000).toFixed(0)} s)`,
  ].join('\n');
}

function rowsOf(tally: Tally): string[] {
  const kinds = [...tally.counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [...kinds, ['all', byOutcome(tally)] as const].map(([kind, outcomes]) => {
    const sorted = [...outcomes].toSorted(([, a], [, b]) => b - a);
    return `  ${kind.padEnd(32)} ${sorted.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`;
  });
}

function byOutcome({ counts }: Tally): Map<string, number> {
  const all = new Map<string, number>();
  for (const outcomes of counts.values())
    for (const [outcome, count] of outcomes) all.set(outcome, (all.get(outcome) ?? 0) + count);
  return all;
}
