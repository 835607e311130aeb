import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnProcess } from './own-process.js';

const LOOK_EVERY_MS = 200;
const RESTART_AFTER_MS = 1_000;

/**
 * Starts processes again that ended although no fault ended them, as a supervisor would, and tells how they ended, until
 * the returned function is called.
 */
export function keepRunning(
  processes: readonly OwnProcess[],
  tell: (name: string, how: string) => void,
): () => Promise<void> {
  let active = true;
  const watch = async (process: OwnProcess): Promise<void> => {
    while (active) {
      await sleep(LOOK_EVERY_MS);
      const { fell } = process;
      if (!active || fell === undefined) continue;
      tell(process.name, fell);
      await sleep(RESTART_AFTER_MS);
      if (active && process.fell !== undefined) await process.start().catch(() => undefined);
    }
  };
  const watching = Promise.all(processes.map(watch));
  return async () => {
    active = false;
    await watching;
  };
}
