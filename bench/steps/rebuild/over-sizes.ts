import { nameOf } from '../../core/sizes.js';
import type { Contender, Figures } from '../../core/step.js';
import type { FilledLog } from './filled.log.js';

/** `work` answers the milliseconds that a log took. To warm up, the smallest will do. */
export function overSizes(
  logs: readonly FilledLog[],
  work: (log: FilledLog) => Promise<number>,
): Contender['measure'] {
  let isWarm = false;
  return async () => {
    const figures: Record<string, number> = {};
    for (const log of isWarm ? logs : logs.slice(0, 1))
      figures[rateAt(log.events)] = log.events / ((await work(log)) / 1_000);
    isWarm = true;
    return { ...figures, ...slowdowns(logs, figures) };
  };
}

function slowdowns([smallest, ...larger]: readonly FilledLog[], figures: Figures): Figures {
  const rateOf = ({ events }: FilledLog): number => figures[rateAt(events)]!;
  return Object.fromEntries(
    larger
      .filter(({ events }) => rateAt(events) in figures)
      .map((log) => [slowdownAt(log.events), rateOf(smallest!) / rateOf(log)]),
  );
}

/** A log has a few events more than was asked for. */
const rounded = (events: number): string => nameOf(Math.floor(events / 1_000) * 1_000);

export const rateAt = (events: number): string => `events/s at ${rounded(events)}`;
export const slowdownAt = (events: number): string => `times slower at ${rounded(events)}`;
