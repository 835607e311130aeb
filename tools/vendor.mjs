// Makes dist/node_modules: the packages that apps and libs import, each in a file or two. What is in dist finds them there
// before it would find node_modules. An app loads 2,500 files without this, and takes twice as long to start.
// tools/prepare.mjs runs it after the compiler.
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { filesBeneath, fingerprintOf, read, root } from './sources.mjs';

const folder = join(root, 'dist/node_modules');
const stamp = join(folder, '.made-from');

const { dependencies } = JSON.parse(read(join(root, 'package.json')));
const wanted = [...importedPackages()].sort();
const fingerprint = `${wanted.join(' ')} ${fingerprintOf(['package-lock.json', 'tools/vendor.mjs'])}`;
if (read(stamp) !== fingerprint) {
  fs.rmSync(folder, { recursive: true, force: true });
  await bundle(wanted);
  for (const name of wanted) describe(name);
  fs.writeFileSync(stamp, fingerprint);
}

/** By what is compiled; not what tools and specs import besides. */
function importedPackages() {
  const compiled = ['dist/apps', 'dist/libs'].flatMap(filesBeneath).filter((file) => file.endsWith('.js'));
  const imported = compiled.flatMap((file) => [
    ...fs.readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import) '([^'.#][^']*)'/g),
  ]);
  return new Set(imported.map(([, name]) => name).filter((name) => name in dependencies));
}

/** In one go, so that what two of them need is there once. */
async function bundle(names) {
  const made = await rolldown({
    cwd: root,
    platform: 'node',
    // Packages try to load others that are not there, such as drivers of other databases.
    logLevel: 'silent',
    input: Object.fromEntries(names.map((name) => [`${name}/index`, `entry:${name}.mjs`])),
    plugins: [{ name: 'entries', resolveId: ownEntry, load: entry }],
  });
  const chunkFileNames = '.shared/[name]-[hash].js';
  await made.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames,
    // Nest's decorators need what reflect-metadata does before them.
    strictExecutionOrder: true,
  });
  await made.close();
}

function ownEntry(id) {
  return id.startsWith('entry:') ? id : undefined;
}

/** Which names a package exports that is no module is known when it runs. */
async function entry(id) {
  if (!id.startsWith('entry:')) return undefined;
  const name = id.slice('entry:'.length, -'.mjs'.length);
  const names = Object.keys(await import(name)).filter((exported) => exported !== 'module.exports');
  return `export { ${names.join(', ')} } from '${name}';`;
}

function describe(name) {
  const file = join(folder, name, 'package.json');
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify({ name, type: 'module', exports: './index.js' })}\n`);
}
