import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.js';
import { copyOnce } from './copy-once.js';
import { findServerUser, type ServerUser } from './server-user.js';

/** Everything that is decided before a server runs: which binaries, as whom, where its files are. */
export interface Installation {
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser;
  /** What Postgres calls its data directory. */
  readonly cluster: string;
  readonly logFile: string;
}

/** Used only where neither the project nor the data can be read by the account that the server must run as. */
const COMMON_HOME = '/var/lib/company-feed';

/**
 * Chooses binaries that fit the data in `dataDir`, and makes the folder. Where another account must run the server and
 * cannot reach a folder, its place is taken by one in /var/lib/company-feed, and `log` is told.
 */
export async function prepareInstallation(
  dataDir: string,
  log: (line: string) => void,
): Promise<Installation> {
  const user = await findServerUser();
  const data = await placeOfData(resolve(dataDir), user, log);
  // Parents must stay readable for the account that runs the server; only the cluster itself is private.
  await mkdir(data, { recursive: true });
  if (user.owner) await give(data, user.owner);
  const cluster = join(data, 'pg');
  const found = await findPostgresBinaries(join(data, 'postgres-binaries'), await clusterMajor(cluster));
  return {
    user,
    cluster,
    binaries: await placeOfBinaries(found, user),
    logFile: join(data, 'postgres.log'),
  };
}

/** The major version that made a cluster; undefined when there is none yet. */
async function clusterMajor(cluster: string): Promise<number | undefined> {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return version === undefined ? undefined : Number(version.trim());
}

async function placeOfData(data: string, user: ServerUser, log: (line: string) => void): Promise<string> {
  if (!user.owner || (await othersCanEnter(dirname(data)))) return data;
  const place = join(COMMON_HOME, `data-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`);
  log(`the account that runs PostgreSQL cannot enter ${dirname(data)}, so its data is kept in ${place}`);
  return place;
}

async function placeOfBinaries(binaries: PostgresBinaries, user: ServerUser): Promise<PostgresBinaries> {
  if (!user.owner || (await othersCanEnter(binaries.bin))) return binaries;
  const root = join(COMMON_HOME, `postgresql-${binaries.version}`);
  await copyOnce(binaries.root, root);
  return { ...binaries, root, bin: join(root, 'bin') };
}

/** Whether every folder on the way, as far as it exists, may be passed through by anybody. */
async function othersCanEnter(folder: string): Promise<boolean> {
  const info = await stat(folder).catch(() => undefined);
  if (info && (info.mode & 0o001) === 0) return false;
  return folder === dirname(folder) || othersCanEnter(dirname(folder));
}

async function give(path: string, owner: { uid: number; gid: number }): Promise<void> {
  const info = await lstat(path);
  if (info.uid !== owner.uid) await chown(path, owner.uid, owner.gid);
  if (!info.isDirectory()) return;
  for (const name of await readdir(path)) await give(join(path, name), owner);
}
