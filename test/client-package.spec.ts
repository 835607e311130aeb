import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

it('the client is small, and brings nobody else along', async () => {
  const root = join(import.meta.dirname, '../libs/client');
  const lib = { entry: 'src/index.ts', formats: ['es' as const], fileName: 'index' };
  const options = { lib, write: false, minify: true, target: 'es2022' };
  const built = (await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: options,
  })) as Rolldown.RolldownOutput[];
  const [chunk, ...others] = built.flatMap(({ output }) => output);
  if (chunk?.type !== 'chunk') throw new Error('no module came of it');
  expect(others).toEqual([]);
  expect(chunk.imports).toEqual([]);
  // Of the 30 kB that a page is to load for the feed, the client and its tag together.
  expect(gzipSync(chunk.code).length).toBeLessThan(5 * 1024);
  expect(chunk.exports.toSorted()).toEqual(['FeedClient', 'FeedProblem']);
});
