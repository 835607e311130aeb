import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withReport } from '../bench/core/readme.js';
import { keptResults } from '../bench/core/results.js';
import { STEPS } from '../bench/steps/steps.js';

const root = join(import.meta.dirname, '..');

it('is in the README as it was measured last', async () => {
  const kept = await keptResults(join(root, 'bench/results'));
  const results = STEPS.flatMap(({ name }) => kept.get(name) ?? []);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(withReport(readme, results)).toBe(readme);
});
