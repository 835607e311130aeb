import { setTimeout as sleep } from 'node:timers/promises';

/** Other faults may have taken away for a while what this one needs, none for as long as this. */
const PATIENCE_MS = 120_000;
const EVERY_MS = 100;

/** Tries again until it succeeds. After two minutes it rejects with the last error. */
export async function insist<Result>(work: () => Promise<Result>, patienceMs = PATIENCE_MS): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(EVERY_MS);
    }
  }
}
