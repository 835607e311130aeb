import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessAlive } from '#lib/postgres';
import type { DatabaseServer } from '../system.js';

const LONGEST_START_MS = 60_000;

/** The database server that a standalone has started on its data folder, seen from outside. */
export function embeddedServer(dataDir: string): DatabaseServer {
  const cluster = `${dataDir}/pg`;
  const line = (n: number): string => readFileSync(`${cluster}/postmaster.pid`, 'utf8').split('\n')[n] ?? '';
  let lastPort = '';
  const pidNow = (): number | undefined => {
    try {
      const pid = Number(line(0));
      return pid > 0 && isProcessAlive(pid) ? pid : undefined;
    } catch {
      return undefined;
    }
  };
  const urlNow = (): string => {
    try {
      lastPort = line(3) || lastPort;
    } catch {
      // It is being started, and comes back where it was unless its owner starts anew, too.
    }
    const password = readFileSync(`${cluster}/company-feed.password`, 'utf8').trim();
    return `postgres://postgres:${password}@127.0.0.1:${lastPort}/postgres`;
  };
  const kill = async (): Promise<void> => {
    const pid = pidNow();
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    while (isProcessAlive(pid)) await sleep(5);
  };
  const start = async (): Promise<void> => {
    const deadline = performance.now() + LONGEST_START_MS;
    while (pidNow() === undefined || !(await answers(urlNow()))) {
      if (performance.now() > deadline) throw new Error('the embedded server is not back within a minute');
      await sleep(50);
    }
  };
  return {
    managed: true,
    get pid() {
      return pidNow();
    },
    get url() {
      return urlNow();
    },
    kill,
    start,
    restart: async () => {
      await kill();
      await start();
    },
    stop: kill,
    dispose: kill,
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
