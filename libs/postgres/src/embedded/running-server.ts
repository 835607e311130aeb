import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SUPERUSER, readPassword } from './cluster.js';
import { isProcessAlive } from './process-alive.js';
import { withClient } from './with-client.js';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/** No process has this id: Linux ends at 4,194,304, macOS at 99,998. */
const NO_PROCESS = 99_999_999;

/** The address of a server of this cluster, with the account that may do everything. */
export async function serverUrl(cluster: string, port: number): Promise<string> {
  return `postgres://${SUPERUSER}:${await readPassword(cluster)}@127.0.0.1:${port}/postgres`;
}

/** What the server last wrote about itself. `ready`: it takes connections. */
export async function readPostmasterPid(
  cluster: string,
): Promise<(RunningServer & { ready: boolean }) | undefined> {
  const content = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port, , , , status] = content.split('\n');
  if (!pid) return undefined;
  return { pid: Number(pid), port: Number(port), ready: status?.trim() === 'ready' };
}

/**
 * The server that runs on this cluster and answers with its password; undefined when there is none, or not yet.
 * After a reboot postmaster.pid may name some other process, which would keep Postgres from starting for ever: where it
 * is certain that the process works elsewhere, the id is taken out of the file. Its other lines stay, since from them
 * Postgres finds out whether an orphaned backend still uses the shared memory.
 */
export async function findRunningServer(cluster: string): Promise<RunningServer | undefined> {
  const written = await readPostmasterPid(cluster);
  if (!written || !isProcessAlive(written.pid)) return undefined;
  if (await worksElsewhere(written.pid, cluster)) {
    const file = join(cluster, 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    if (lines[0] === String(written.pid)) await writeFile(file, [NO_PROCESS, ...lines.slice(1)].join('\n'));
    return undefined;
  }
  return (await answers(cluster, written.port)) ? written : undefined;
}

/** A postmaster's working directory is its data directory. Only Linux lets us look. */
async function worksElsewhere(pid: number, cluster: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) !== (await realpath(cluster));
  } catch {
    return false;
  }
}

async function answers(cluster: string, port: number): Promise<boolean> {
  if (!port) return false;
  try {
    const [row] = await withClient(await serverUrl(cluster, port), async (client) => {
      const result = await client.query<{ data_directory: string }>('SHOW data_directory');
      return result.rows;
    });
    return row !== undefined && (await realpath(row.data_directory)) === (await realpath(cluster));
  } catch {
    return false;
  }
}
