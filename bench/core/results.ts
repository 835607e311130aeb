import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './machine.js';
import type { StepResult } from './run-step.js';

/** A step as it was measured last. */
export interface KeptResult extends StepResult {
  readonly measuredAt: string;
  readonly machine: Machine;
}

/** In the source tree: results are kept with the code that they are of. */
export const RESULTS = join(import.meta.dirname, '../../../bench/results');

export async function keepResult(result: KeptResult): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${result.name}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}

export async function keptResults(folder = RESULTS): Promise<Map<string, KeptResult>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const results = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as KeptResult),
  );
  return new Map(results.map((result) => [result.name, result]));
}
