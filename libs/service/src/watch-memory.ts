import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/** How full memory is, as shares of what there may be. */
export interface MemoryUse {
  readonly heap: number;
  readonly resident: number;
}

const TOO_FULL = 0.85;
/** One full sample may be garbage that is about to be collected. */
const SAMPLES_IN_A_ROW = 3;

interface Watch {
  readonly everyMs: number;
  readonly read: () => MemoryUse;
  /** Called once. */
  readonly onNearlyFull: (use: MemoryUse) => void;
}

/** Tells of memory that runs out while there is still enough left to stop in order. Does not keep the process alive. */
export function watchMemory({ everyMs, read, onNearlyFull }: Watch): void {
  let full = 0;
  const timer = setInterval(() => {
    const use = read();
    full = Math.max(use.heap, use.resident) > TOO_FULL ? full + 1 : 0;
    if (full < SAMPLES_IN_A_ROW) return;
    clearInterval(timer);
    onNearlyFull(use);
  }, everyMs);
  timer.unref();
}

/** `limitMb`: what the process may hold; by default what its container may, or else the machine. */
export function memoryUse(limitMb: number | undefined): MemoryUse {
  const { heapUsed, rss } = process.memoryUsage();
  const constrained = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const limitBytes = limitMb === undefined ? Math.min(totalmem(), constrained) : limitMb * 1024 * 1024;
  return { heap: heapUsed / getHeapStatistics().heap_size_limit, resident: rss / limitBytes };
}
