// Makes npm packages of the libs that say in src/published.json how they are to be published: one ES module with its types
// each, in dist/packages. Does nothing while what they are made of is as it was. `prepare.mjs` runs it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const self = fileURLToPath(import.meta.url);

for (const lib of fs.readdirSync(join(root, 'libs'))) {
  const metadata = join(root, 'libs', lib, 'src/published.json');
  if (fs.existsSync(metadata)) await makePackage(lib, metadata);
}

async function makePackage(lib, metadata) {
  const folder = join(root, 'dist/packages', lib);
  const stamp = join(root, 'dist/packages', `.${lib}-built-from`);
  const fingerprint = fingerprintOf(lib);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === fingerprint) return;
  fs.rmSync(stamp, { force: true });
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  writeTypes(lib, folder);
  await writeModule(lib, folder);
  const { version } = JSON.parse(fs.readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, ...others } = JSON.parse(fs.readFileSync(metadata, 'utf8'));
  fs.writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ name, version, ...others }, null, 2)}\n`,
  );
  // An image is built without it.
  if (fs.existsSync(join(root, 'LICENSE'))) fs.copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  fs.writeFileSync(stamp, fingerprint);
}

function fingerprintOf(lib) {
  const folder = join(root, 'libs', lib);
  const sources = fs
    .readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|json)$/.test(file) && !file.endsWith('spec.ts'))
    .map((file) => join(folder, 'src', file));
  const configuration = [
    join(folder, 'tsconfig.lib.json'),
    ...['tsconfig.json', 'package.json', 'package-lock.json'].map((file) => join(root, file)),
  ];
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...configuration, self])
    hash.update(`${file}\0`).update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** With the types of browsers and without those of Node, so that nothing is used that only one of them has. */
function writeTypes(lib, folder) {
  const source = join(root, 'libs', lib);
  const output = ['--emitDeclarationOnly', '--declaration', '--outDir', folder];
  const { status } = spawnSync(
    join(root, 'node_modules/.bin/tsc'),
    ['-p', join(source, 'tsconfig.lib.json'), '--rootDir', join(source, 'src'), ...output],
    { stdio: ['ignore', process.stderr.fd, 'inherit'] },
  );
  if (status !== 0) process.exit(status ?? 1);
}

async function writeModule(lib, folder) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: join(root, 'libs', lib),
    logLevel: 'warn',
    build: {
      lib: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'index.js' },
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      sourcemap: true,
      minify: false,
    },
  });
}
