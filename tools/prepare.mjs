// Makes a fresh clone ready to run: installs what package-lock.json says and compiles what changed. Says nothing when
// there is nothing to do. Plain JavaScript without dependencies, for any Node from 20 on, since it runs before all else.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { withFileLock } from './file-lock.mjs';
import { filesBeneath, fingerprintOf, read, root } from './sources.mjs';

const modules = join(root, 'node_modules');
const dist = join(root, 'dist');
const stamp = join(dist, '.built-from');
const bundleStamp = join(dist, '.bundled-from');

/** In dist, made by bundlers, which empty what is theirs themselves. */
const BUNDLES = ['node_modules', 'packages', 'apps/portal/web', '.bundled-from'];

/** Ends the process with a message for whoever typed the command. */
class Unready extends Error {}

try {
  withFileLock(lockFile(), () => {
    if (!isInstalled()) install();
    checkNodeVersion();
    const fingerprint = fingerprintOf(sources());
    if (read(stamp) !== fingerprint) build(fingerprint);
    const ofBundles = fingerprintOf(bundledSources());
    if (read(bundleStamp) !== ofBundles) bundle(ofBundles);
  });
} catch (error) {
  if (!(error instanceof Unready)) throw error;
  console.error(`prepare: ${error.message}`);
  process.exitCode = 1;
}

/** npm writes node_modules/.package-lock.json last, so it is there only after a complete installation. */
function isInstalled() {
  const wanted = JSON.parse(read(join(root, 'package-lock.json')) ?? '{}').packages;
  const installed = JSON.parse(read(join(modules, '.package-lock.json')) ?? '{}').packages;
  if (!installed) return false;
  // An optional package is missing where it is for another system.
  const fits = ([path, { version, optional }]) =>
    path === '' || installed[path]?.version === version || (optional && !installed[path]);
  return Object.entries(wanted).every(fits);
}

function install() {
  console.error(
    'prepare: installing the packages of package-lock.json with npm ci (about a minute the first time)',
  );
  const { status, error } = spawnSync('npm', ['ci'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (error) throw new Unready(`npm could not be started: ${error.message}`);
  if (status !== 0) throw new Unready('npm ci failed; its own words are above');
}

/** Scripts find `node` in node_modules/.bin first, where the lock file pins one for some systems. */
function checkNodeVersion() {
  const pinned = join(modules, '.bin/node');
  const version = fs.existsSync(pinned)
    ? execFileSync(pinned, ['--version'], { encoding: 'utf8' }).trim()
    : process.version;
  const [major, minor] = version.slice(1).split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return;
  throw new Unready(
    `Node ${version} would run this, but it needs 22.15 or later: install Node 24 (nodejs.org)`,
  );
}

/** Everything that the build reads: TypeScript without specs, other files beside it, and the configuration. */
function sources() {
  const folders = ['apps', 'libs'].flatMap((kind) =>
    list(join(root, kind))
      .filter((name) => name !== 'tag')
      .map((name) => join(kind, name, 'src')),
  );
  const bench = ['core', 'plot', 'steps'].map((folder) => join('bench', folder));
  const files = [...folders, join('libs', 'contracts', 'golden'), 'tools', ...bench].flatMap(filesBeneath);
  const configuration = [
    'bench/bench.ts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ];
  return [
    ...files.filter((file) => !file.endsWith('spec.ts')).sort((a, b) => (a < b ? -1 : 1)),
    ...configuration,
  ];
}

function build(fingerprint) {
  fs.rmSync(stamp, { force: true });
  const tsc = spawnSync(join(modules, '.bin/tsc'), ['-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', process.stderr.fd, 'inherit'],
  });
  if (tsc.error) throw new Unready(`the compiler could not be started: ${tsc.error.message}`);
  if (tsc.status !== 0) throw new Unready('the sources do not compile; the compiler tells why above');
  copyAssets();
  removeOrphans(dist, '');
  run('tools/build-packages.mjs', 'the npm packages cannot be made');
  run('tools/vendor.mjs', 'the packages that apps import cannot be bundled');
  fs.writeFileSync(stamp, fingerprint);
}

/** What browsers load is made of these, by another compiler. */
function bundledSources() {
  const folders = ['libs/tag', 'libs/client/src', 'apps/portal/web'];
  const files = folders.flatMap(filesBeneath).filter((file) => !file.endsWith('spec.ts'));
  return [...files.sort((a, b) => (a < b ? -1 : 1)), 'tools/bundle.mjs', 'package.json', 'package-lock.json'];
}

function bundle(fingerprint) {
  fs.rmSync(bundleStamp, { force: true });
  run('tools/bundle.mjs', 'the tag and the pages cannot be bundled');
  fs.writeFileSync(bundleStamp, fingerprint);
}

/** With the Node that the lock file pins, where it does. */
function run(script, otherwise) {
  const pinned = join(modules, '.bin/node');
  const node = fs.existsSync(pinned) ? pinned : process.execPath;
  const stdio = ['ignore', process.stderr.fd, 'inherit'];
  const { status } = spawnSync(node, [join(root, script)], { cwd: root, stdio });
  if (status !== 0) throw new Unready(`${otherwise}; ${script} tells why above`);
}

/** Files that the compiler leaves out, such as a page's HTML. */
function copyAssets() {
  for (const file of sources().filter(isAsset)) {
    fs.mkdirSync(dirname(join(dist, file)), { recursive: true });
    fs.copyFileSync(join(root, file), join(dist, file));
  }
}

function isAsset(file) {
  return /^(apps|libs)\/[^/]+\/src\//.test(file) && !file.endsWith('.ts');
}

/** What was compiled from a source that is gone would still be loaded. The rest stays, since processes may run on it. */
function removeOrphans(folder, path) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    const file = join(folder, entry.name);
    if (BUNDLES.includes(inner)) continue;
    if (entry.isDirectory()) removeOrphans(file, inner);
    else if (!hasSource(inner)) fs.rmSync(file);
  }
}

function hasSource(file) {
  if (fs.existsSync(join(root, file))) return true;
  return fs.existsSync(join(root, file.replace(/(\.js|\.js\.map|\.d\.ts)$/, '.ts')));
}

/** One at a time for each clone. The file is outside of it, since npm ci empties node_modules. */
function lockFile() {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(tmpdir(), `company-feed-prepare-${process.getuid?.() ?? 0}-${key}.lock`);
}

function list(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}
