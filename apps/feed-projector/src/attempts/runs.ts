import type { Received } from '../decoded.message.js';

/** How often the work on a message may begin without an end before it is no longer tried. */
export const MOST_ATTEMPTS = 5;

/** Deliveries that follow each other: one alone that has perhaps ended a process, or any others together. */
export interface Run {
  readonly deliveries: readonly Received[];
  /** Of the one that is suspicious: how often it was begun. */
  readonly begun?: number;
}

/**
 * Cuts a batch so that what was begun and not finished before is tried alone: then the process ends over the one that
 * ends it, and none of its neighbours is blamed. The order stays.
 */
export function runsOf(batch: readonly Received[], begun: ReadonlyMap<string, number>): Run[] {
  const runs: Run[] = [];
  let together: Received[] = [];
  const close = (): void => {
    if (together.length > 0) runs.push({ deliveries: together });
    together = [];
  };
  for (const delivery of batch) {
    const times = begun.get(delivery.attempt ?? '') ?? 0;
    // Begun once is what was forgiven: the process was still there afterwards.
    if (times < 2) together.push(delivery);
    else {
      close();
      runs.push({ deliveries: [delivery], begun: times });
    }
  }
  close();
  return runs;
}
