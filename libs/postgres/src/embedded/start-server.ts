import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation } from './installation.js';
import { readPostmasterPid } from './running-server.js';

/**
 * Durability (fsync, synchronous_commit, full_page_writes) stays as PostgreSQL has it: on. Checkpoints may be further
 * apart than by default, since events arrive in bursts. The 30 s are what the outbox's low-water hint relies on.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  max_wal_size: '2GB',
  idle_in_transaction_session_timeout: '30s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

/** `held`: another server, or what is left of it, still has the data. `port`: somebody else has the port. */
export type Start =
  | { readonly outcome: 'ready'; readonly child: ChildProcess; readonly pid: number }
  | { readonly outcome: 'held' | 'port' | 'failed'; readonly reason: string };

/**
 * Starts a server and waits until it takes connections, however long the recovery after a crash lasts. It is in a
 * process group of its own, so that Ctrl-C in a terminal reaches us and not it.
 */
export async function startServer(installation: Installation, port: number): Promise<Start> {
  const { binaries, user, cluster, logFile } = installation;
  const log = await openLog(logFile);
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const [file, args, options] = user.command(join(binaries.bin, 'postgres'), ['-D', cluster, ...settings]);
  const child = spawn(file, args, {
    ...options,
    cwd: user.owner ? '/' : cluster,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  const failure = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(''));
  });
  const logStart = log.size;
  await log.close();
  const outcome = await Promise.race([failure, untilReady(cluster, child)]);
  if (outcome === 'ready' && child.pid !== undefined) return { outcome, child, pid: child.pid };
  return classify(outcome || (await textFrom(logFile, logStart)));
}

async function untilReady(cluster: string, child: ChildProcess): Promise<'ready'> {
  for (;;) {
    const written = await readPostmasterPid(cluster);
    if (written?.pid === child.pid && written?.ready) return 'ready';
    if (child.exitCode !== null || child.signalCode !== null) return new Promise(() => undefined);
    await sleep(5);
  }
}

function classify(reason: string): Start {
  if (/could not bind|could not create any TCP\/IP sockets/.test(reason)) return { outcome: 'port', reason };
  const held = /lock file .* already exists|pre-existing shared memory block|lock file .* is empty/.test(
    reason,
  );
  return { outcome: held ? 'held' : 'failed', reason };
}

async function openLog(path: string): Promise<{ fd: number; size: number; close(): Promise<void> }> {
  const before = await stat(path).catch(() => undefined);
  if (before && before.size > LARGEST_LOG_BYTES) await rename(path, `${path}.1`).catch(() => undefined);
  const file = await open(path, 'a', 0o600);
  return { fd: file.fd, size: (await file.stat()).size, close: () => file.close() };
}

async function textFrom(path: string, start: number): Promise<string> {
  return (await readFile(path)).subarray(start).toString('utf8').trim();
}
