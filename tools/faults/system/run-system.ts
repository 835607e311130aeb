import { runDistributed } from './run-distributed.js';
import { runStandalone } from './run-standalone.js';
import type { RunningSystem, SystemOptions } from './system-options.js';

/** Resolves when every app is ready. When one is not, what was started is stopped, and it throws. */
export function runSystem(options: SystemOptions): Promise<RunningSystem> {
  return options.mode === 'distributed' ? runDistributed(options) : runStandalone(options);
}
