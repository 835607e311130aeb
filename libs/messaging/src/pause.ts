import { setTimeout as sleep } from 'node:timers/promises';

/** Waits `ms` milliseconds. Rejects when `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}

/** Resolves when `work` has ended, however, but after `ms` milliseconds at the latest: true if it ended in time. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const enough = new AbortController();
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => true,
      ),
      sleep(ms, false, { signal: enough.signal }),
    ]);
  } finally {
    enough.abort();
  }
}

/** `work`, unless it takes longer than `ms` milliseconds or `signal` aborts: then it rejects, and `work` is on its own. */
export async function inTime<Result>(
  ms: number,
  what: string,
  signal: AbortSignal,
  work: Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  const tooLong = async (): Promise<never> => {
    await pause(ms, AbortSignal.any([done.signal, signal]));
    throw new Error(`${what} took longer than ${ms} ms`);
  };
  try {
    return await Promise.race([work, tooLong()]);
  } finally {
    done.abort();
  }
}
