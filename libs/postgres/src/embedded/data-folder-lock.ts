import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** Another process works on this data. Nothing was touched; the message names the data and, when known, the process. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  readonly code = 'data-folder-in-use';

  constructor(
    readonly folder: string,
    /** The id of the process that holds the lock; undefined when it ended while we asked. */
    readonly pid: number | undefined,
  ) {
    const who = pid === undefined ? 'another process' : `process ${pid}`;
    super(`${folder} is in use by ${who}: stop it first, or choose another folder with DATA_DIR`);
  }
}

/** See {@link lockDataFolder}. */
export interface DataFolderLock {
  /** Never rejects, also when the server is gone already. Stop the server first, then release. */
  readonly release: () => Promise<void>;
}

export interface LockOptions {
  /** Called when the lock was lost and somebody else has it. Unless given, the error is thrown unhandled. */
  readonly onLost?: (error: DataFolderInUse) => void;
}

/** Two words of 32 bits: ours, and one that no other advisory lock of this project uses. */
const LOCK = '1129137476, 1';
/** The connection of a process that was killed a moment ago takes this long to be noticed, at most. */
const PATIENCE_MS = 1_000;
const RETRY_MS = 50;
const RECONNECT_MS = 250;

const holderName = `company-feed data folder ${process.pid} ${randomBytes(6).toString('hex')}`;

/**
 * Makes this process the one that works on the database at `url`, for as long as it lives: a session's advisory lock
 * on a connection of its own, so the system gives it back when the process dies. It tells a second process on the same
 * data folder from a server that a crashed one left behind. When the server restarts, the lock is taken again.
 * `folder` is for the message alone. Throws {@link DataFolderInUse}, or the error of a connection that failed.
 */
export async function lockDataFolder(
  url: string,
  folder: string,
  options: LockOptions = {},
): Promise<DataFolderLock> {
  const onLost = options.onLost ?? throwUnhandled;
  let released = false;
  let client = await acquire(url, folder);
  const hold = () => {
    client.once('end', () => void (released ? undefined : regain()));
  };
  const regain = async (): Promise<void> => {
    while (!released) {
      try {
        client = await acquire(url, folder);
        if (released) return await client.end();
        return hold();
      } catch (error) {
        if (error instanceof DataFolderInUse) return onLost(error);
        await sleep(RECONNECT_MS, undefined, { ref: false });
      }
    }
  };
  hold();
  return {
    release: async () => {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** `us`, `others`, or `nobody` holds the lock of the database at the other end of `client`. */
export async function dataFolderHolder(client: Client): Promise<'us' | 'others' | 'nobody'> {
  const holder = await holderOf(client);
  if (holder === undefined) return 'nobody';
  return holder === holderName ? 'us' : 'others';
}

async function acquire(url: string, folder: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: holderName,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await tryLock(client))) {
      if (performance.now() > deadline) throw new DataFolderInUse(folder, pidIn(await holderOf(client)));
      await sleep(RETRY_MS);
    }
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS locked`);
  return rows[0]?.locked === true;
}

async function holderOf(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND (classid, objid) = (${LOCK}) AND objsubid = 2 AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows[0]?.name;
}

function pidIn(name: string | undefined): number | undefined {
  const pid = /^company-feed data folder (\d+) /.exec(name ?? '')?.[1];
  return pid === undefined ? undefined : Number(pid);
}

function throwUnhandled(error: DataFolderInUse): void {
  queueMicrotask(() => {
    throw error;
  });
}
