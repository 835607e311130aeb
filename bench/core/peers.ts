import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** In the source tree: Node runs their TypeScript as it is, beside their packages. */
const FOLDER = join(import.meta.dirname, '../../../bench/peers');
/** On the same disk, and ignored as packages are. */
const DRAFTS = join(FOLDER, '../../node_modules/.cache');
const MODULES = join(FOLDER, 'node_modules');

let installed: Promise<void> | undefined;

/** The file of a contender in `bench/peers`, whose packages are there when this resolves: installed only where they are not. */
export async function peer(file: string, say: (line: string) => void): Promise<string> {
  await (installed ??= install(say));
  return join(FOLDER, file);
}

/** By the lock file, beside what is there, which is then replaced whole: two benches at once do not disturb each other. */
async function install(say: (line: string) => void): Promise<void> {
  if (await isInstalled()) return;
  say('installing the packages of bench/peers with npm ci');
  await mkdir(DRAFTS, { recursive: true });
  const draft = await mkdtemp(join(DRAFTS, 'bench-peers-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) await cp(join(FOLDER, file), join(draft, file));
    await promisify(execFile)('npm', ['ci', '--ignore-scripts'], { cwd: draft });
    await rename(MODULES, join(draft, 'replaced')).catch(unless('ENOENT'));
    await rename(join(draft, 'node_modules'), MODULES).catch(unless('ENOTEMPTY', 'EEXIST'));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** npm writes the inner lock file last, so it is there only after a complete installation. */
async function isInstalled(): Promise<boolean> {
  const [wanted, there] = await Promise.all([
    versionsIn(join(FOLDER, 'package-lock.json')),
    versionsIn(join(MODULES, '.package-lock.json')).catch(() => undefined),
  ]);
  return there !== undefined && [...wanted].every(([path, version]) => there.get(path) === version);
}

async function versionsIn(lockFile: string): Promise<Map<string, string | undefined>> {
  const { packages } = JSON.parse(await readFile(lockFile, 'utf8')) as {
    packages: Record<string, { version?: string; optional?: boolean }>;
  };
  const needed = Object.entries(packages).filter(([path, { optional }]) => path !== '' && !optional);
  return new Map(needed.map(([path, { version }]) => [path, version]));
}

function unless(...codes: string[]): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
}
