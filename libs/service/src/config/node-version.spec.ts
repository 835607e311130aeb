import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OLDEST_NODE, whyNotNode } from './node-version.js';

it('refuses a Node.js that is older than the package says', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8');
  const { engines } = JSON.parse(manifest) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  expect(whyNotNode('20.20.0')).toBe('Node.js 22.15 or newer is needed, this is 20.20.0');
  expect(whyNotNode('22.9.1')).toContain('22.9.1');
  for (const enough of ['22.15.0', '22.16.0', '24.0.0', process.versions.node])
    expect(whyNotNode(enough), enough).toBeUndefined();
});
