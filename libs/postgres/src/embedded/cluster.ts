import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { exists } from './copy-once.js';
import type { Installation } from './installation.js';
import { isProcessAlive } from './process-alive.js';

/** The name of the one account of an embedded server. */
export const SUPERUSER = 'postgres';

const PASSWORD_FILE = 'company-feed.password';

/** The password that was made with the cluster. Throws when its file is gone. */
export async function readPassword(cluster: string): Promise<string> {
  return (await readFile(join(cluster, PASSWORD_FILE), 'utf8')).trim();
}

/**
 * Makes the cluster unless it is there. It is made beside its place and renamed when complete and on disk, with its
 * password inside: a half-made one is never used, and of several processes that do this at once one succeeds and the
 * others take its result. A lock file would need its holder's liveness judged; the rename needs nothing.
 */
export async function ensureCluster(installation: Installation): Promise<'made' | 'found'> {
  const { cluster } = installation;
  if (await exists(join(cluster, 'PG_VERSION'))) return 'found';
  await removeAbandoned(cluster);
  const draft = `${cluster}.init-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await initialise(installation, draft);
    return await publish(draft, cluster);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(`${draft}.password`, { force: true });
  }
}

async function initialise({ binaries, user }: Installation, draft: string): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const passwordFile = `${draft}.password`;
  await writeDurably(passwordFile, password);
  await mkdir(draft, { mode: 0o700 });
  if (user.owner) {
    await chown(passwordFile, user.owner.uid, user.owner.gid);
    await chown(draft, user.owner.uid, user.owner.gid);
  }
  const locale =
    binaries.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C'];
  const settings = [
    '--encoding=UTF8',
    '--auth=scram-sha-256',
    '--data-checksums',
    '--no-instructions',
    ...locale,
  ];
  const [file, args, options] = user.command(
    join(binaries.bin, 'initdb'),
    [`--pgdata=${draft}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`].concat(settings),
  );
  const initdb = spawn(file, args, { ...options, cwd: dirname(draft), stdio: ['ignore', 'ignore', 'pipe'] });
  const [complaints, [code]] = await Promise.all([
    initdb.stderr ? text(initdb.stderr) : '',
    once(initdb, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`initdb failed with code ${code}: ${complaints.trim()}`);
  await rename(passwordFile, join(draft, PASSWORD_FILE));
  await syncFolder(draft);
}

async function publish(draft: string, cluster: string): Promise<'made' | 'found'> {
  try {
    await rename(draft, cluster);
  } catch (error) {
    // A folder cannot be renamed onto one that is not empty: somebody else was first.
    if (await exists(join(cluster, 'PG_VERSION'))) return 'found';
    throw error;
  }
  await syncFolder(dirname(cluster));
  return 'made';
}

/** What processes left behind that were killed while they made a cluster. */
async function removeAbandoned(cluster: string): Promise<void> {
  const prefix = `${basename(cluster)}.init-`;
  for (const name of await readdir(dirname(cluster))) {
    const maker = Number(name.slice(prefix.length).split('-')[0]);
    if (!name.startsWith(prefix) || maker === process.pid || isProcessAlive(maker)) continue;
    await rm(join(dirname(cluster), name), { recursive: true, force: true });
  }
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(content);
  await file.sync();
  await file.close();
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync();
  await folder.close();
}
