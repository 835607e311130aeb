import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tries `check` until it does not throw, and answers what it returned. After `timeoutMs` (10 s) it throws what the last
 * try threw, so that a failing test shows the last state that was seen.
 */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  { timeoutMs = 10_000, everyMs = 20 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<Result> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(everyMs);
    }
  }
}
