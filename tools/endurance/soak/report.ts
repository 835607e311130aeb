import { seconds, table } from '../../faults/run/table.js';
import type { Figure } from './judge-soak.js';

/** What a soak came to. Also written beside its samples, as JSON. */
export interface SoakReport {
  readonly events: number;
  readonly tookMs: number;
  readonly reads: number;
  readonly figures: readonly Figure[];
  readonly violations: readonly string[];
}

export const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** Of a figure that is not flat. */
export function wordsOf({ name, what, growth, allowed }: Figure): string {
  const text = (number: number): string => (what === 'memory' ? `${mib(number)} MiB` : number.toFixed(1));
  return `${name}: ${what} grew by ${text(growth)}, more than ${text(allowed)}`;
}

/** For people: a row for each figure, the verdict, violations. */
export function reportText({ events, tookMs, reads, figures, violations }: SoakReport): string {
  const body = figures.map(({ name, what, median, growth, allowed }) => {
    const text = what === 'memory' ? mib : (number: number) => number.toFixed(1);
    return [`${name}, ${what}`, text(median), text(growth), text(allowed)];
  });
  return [
    ...table(['last third', 'median', 'growth', 'allowed'], body),
    '',
    `${events} events in ${seconds(tookMs)} s (${Math.round((1_000 * events) / tookMs)} a second), ${reads} pages read`,
    `verdict: ${violations.length === 0 ? 'ok' : `${violations.length} violations`}`,
    ...violations.slice(0, 20).map((violation) => `  ${violation}`),
  ].join('\n');
}
