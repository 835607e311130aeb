import type { Bound } from './flat.js';

const MIB = 1024 * 1024;

/** In bytes, over the second half of a soak: 24 MiB over half a million events are 50 bytes an event. */
export const MEMORY: Bound = { share: 0.1, least: 24 * MIB, from: 0.5 };

/** Open files, connections, handles. A pool closes idle connections and opens them again. */
export const FILES: Bound = { share: 0.1, least: 5, from: 0.5 };

/** Less than this is noise: code that is compiled, buffers that are kept. A run of some hundreds is still warming up. */
const HEAP_NOISE = 512 * 1024;

/** The heap after a collection, in bytes, from the first fifth of so many reconnects on: 200 bytes for each. */
export function heapBound(reconnects: number): Bound {
  return { share: 0, least: Math.max(HEAP_NOISE, 0.8 * reconnects * 200), from: 0.2 };
}
