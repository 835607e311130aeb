// Writes the table of what was measured last into the README: node dist/bench/report.js
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withReport } from './core/readme.js';
import { keptResults, RESULTS } from './core/results.js';
import { STEPS } from './steps/steps.js';

const README = join(RESULTS, '../../README.md');

const kept = await keptResults();
const results = STEPS.flatMap(({ name }) => kept.get(name) ?? []);
await writeFile(README, withReport(await readFile(README, 'utf8'), results));
