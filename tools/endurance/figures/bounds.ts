import type { Bound } from './flat.js';

const MIB = 1024 * 1024;

/**
 * In bytes, over the last third of a soak: 16 MiB over a third of a million events are 50 bytes an event. A leak rises
 * there as it did before; where the load became faster, V8 has enlarged its young generation by then, once.
 */
export const MEMORY: Bound = { share: 0.05, least: 16 * MIB, from: 2 / 3 };

/** Open files, connections, handles. A pool closes idle connections and opens them again. */
export const FILES: Bound = { share: 0.1, least: 5, from: 2 / 3 };

/** Less than this is noise: code that is compiled, buffers that are kept. A run of some hundreds is still warming up. */
const HEAP_NOISE = 512 * 1024;

/** The heap after a collection, in bytes, from the first fifth of so many reconnects on: 200 bytes for each. */
export function heapBound(reconnects: number): Bound {
  return { share: 0, least: Math.max(HEAP_NOISE, 0.8 * reconnects * 200), from: 0.2 };
}
