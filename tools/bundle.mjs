// Makes what browsers load: the tag as a package in dist/packages/tag, and the pages of the portal in dist/apps/portal/web.
// tools/prepare.mjs runs it when their sources have changed.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const tag = join(root, 'dist/packages/tag');

const common = {
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: [{ find: /^#lib\/(.+)$/, replacement: join(root, 'libs/$1/src/index.ts') }] },
};
/** What browsers of the last two years understand. */
const target = 'es2022';

await Promise.all([buildTag(), buildPages()]);

async function buildTag() {
  await build({
    ...common,
    root,
    publicDir: false,
    build: {
      target,
      outDir: tag,
      emptyOutDir: true,
      lib: {
        entry: join(root, 'libs/tag/src/index.ts'),
        name: 'CompanyFeed',
        formats: ['es', 'umd'],
        fileName: (format) => (format === 'es' ? 'company-feed.js' : 'company-feed.umd.js'),
      },
      // As a library the module would keep its white space, for other bundlers. Pages load this one as it is.
      minify: 'oxc',
      rolldownOptions: { output: { minify: true } },
    },
  });
  describePackage();
}

function describePackage() {
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const described = {
    name: '@company-feed/tag',
    version,
    license,
    description: 'The company feed as a tag for any page: <company-feed src="…">',
    type: 'module',
    exports: { '.': { types: './company-feed.d.ts', default: './company-feed.js' } },
    unpkg: './company-feed.umd.js',
    sideEffects: true,
  };
  mkdirSync(tag, { recursive: true });
  writeFileSync(join(tag, 'package.json'), `${JSON.stringify(described, null, 2)}\n`);
  for (const file of ['company-feed.d.ts', 'README.md'])
    copyFileSync(join(root, 'libs/tag/package', file), join(tag, file));
}

function buildPages() {
  return build({
    ...common,
    root: join(root, 'apps/portal/web'),
    base: '/',
    publicDir: false,
    build: {
      target,
      outDir: join(root, 'dist/apps/portal/web'),
      emptyOutDir: true,
      assetsDir: 'assets',
      // Nothing is inlined: the policy of the pages takes scripts and styles as files alone.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
}
