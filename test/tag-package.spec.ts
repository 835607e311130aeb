import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it.each(['es', 'umd'] as const)('the tag is one file with everything, below 30 kB: %s', async (format) => {
  const built = (await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: [{ find: /^#lib\/(.+)$/, replacement: join(root, 'libs/$1/src/index.ts') }] },
    build: {
      lib: { entry: 'libs/tag/src/index.ts', name: 'CompanyFeed', formats: [format], fileName: 'tag' },
      write: false,
      minify: 'oxc',
      target: 'es2022',
      rolldownOptions: { output: { minify: true } },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk, ...others] = built.flatMap(({ output }) => output);
  if (chunk?.type !== 'chunk') throw new Error('no module came of it');
  expect(others).toEqual([]);
  expect(chunk.imports).toEqual([]);
  expect(gzipSync(chunk.code).length).toBeLessThan(30 * 1024);
});
