import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { RestartableProcess } from '../../faults/system.js';
import { heldBy } from '../run/processes.js';

const LONGEST_ANSWER_MS = 10_000;

/** What one process holds after its garbage was collected. */
export interface Rest {
  /** Bytes. */
  readonly heap: number;
  readonly handles: number;
  readonly listeners: number;
  readonly files: number;
}

/** The environment of processes that {@link restOf} can ask. `folder` must be there. */
export function askable(folder: string): Record<string, string> {
  const preload = pathToFileURL(resolve('dist/tools/endurance/reconnects/preload.js')).href;
  return { NODE_OPTIONS: `--import=${preload}`, HEAP_FOLDER: resolve(folder) };
}

/** Throws when the process does not answer within 10 s. */
export async function restOf(process: RestartableProcess, folder: string): Promise<Rest> {
  const { pid } = process;
  if (pid === undefined) throw new Error(`${process.name} does not run`);
  const file = `${folder}/${pid}.json`;
  await rm(file, { force: true });
  process.signal('SIGUSR2');
  const deadline = performance.now() + LONGEST_ANSWER_MS;
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined)
      return { ...(JSON.parse(text) as Omit<Rest, 'files'>), files: (await heldBy(pid)).files };
    if (performance.now() > deadline) throw new Error(`${process.name} does not tell of its heap`);
    await sleep(20);
  }
}
