import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startOtherProcess } from '#lib/testing';
import { lockDataFolder } from './data-folder-lock.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { isProcessAlive } from './process-alive.js';
import { withClient } from './with-client.js';

let dataDir: string;
let lines: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
  lines = [];
});

afterEach(async () => {
  const written = await readFile(join(dataDir, 'pg/postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(written.split('\n')[0]);
  if (pid && isProcessAlive(pid)) process.kill(pid, 'SIGKILL');
  // Backends of a killed server still write for a moment.
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

function start(options: { respawn?: boolean } = {}): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line), ...options });
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

/** The beginning of a script for another process that works on the same folder. */
function prelude(): string {
  const here = new URL('.', import.meta.url).href;
  return `import { startEmbeddedPostgres } from '${here}embedded-postgres.ts';
    import { lockDataFolder } from '${here}data-folder-lock.ts';
    const dataDir = ${JSON.stringify(dataDir)};`;
}

describe('an embedded server', () => {
  it('starts in an empty folder, on the loopback alone, with durability on', async () => {
    const server = await start();
    const [settings] = await query(
      server.url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
        current_setting('full_page_writes') AS pages, current_setting('data_checksums') AS checksums,
        current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
        current_setting('idle_in_transaction_session_timeout') AS idle, lower('ÄÖ') AS lower`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      checksums: 'on',
      addresses: '127.0.0.1',
      sockets: '',
      idle: '30s',
      lower: 'äö',
    });
    expect(server.adopted).toBe(false);
    expect(Number(new URL(server.url).port)).toBeLessThan(32_768);
    await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
    await server.stop();
    expect(isProcessAlive(server.pid)).toBe(false);
  });

  it('keeps its data when it is stopped and started', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('is adopted when the process that started it was killed', async () => {
    const owner = await startOtherProcess(`${prelude()}
      const server = await startEmbeddedPostgres({ dataDir });
      await lockDataFolder(server.url, dataDir);
      say({ pid: server.pid, url: server.url });`);
    await owner.kill();
    const server = await start();
    expect(server).toMatchObject({ adopted: true, ...owner.said });
    await server.stop();
    expect(isProcessAlive(server.pid)).toBe(true);
    const lock = await lockDataFolder(server.url, dataDir);
    await server.stop();
    expect(isProcessAlive(server.pid)).toBe(false);
    await lock.release();
  });

  it('starts once when two ask at once in an empty folder', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(new Set(servers.map(({ url, pid }) => `${url} ${pid}`)).size).toBe(1);
    expect(servers.filter(({ adopted }) => !adopted)).toHaveLength(1);
    expect((await readdir(dataDir)).sort()).toEqual(['pg', 'postgres.log']);
    await Promise.all(servers.map((server) => server.stop()));
  });

  it('refuses a folder of another major version and leaves it alone', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'pg/PG_VERSION'), '9\n');
    await expect(start()).rejects.toThrow(/made by PostgreSQL 9, but only .* is here/);
    expect(await readFile(join(dataDir, 'pg/PG_VERSION'), 'utf8')).toBe('9\n');
  });

  it('starts although postmaster.pid names a process that is something else', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'pg/postmaster.pid'), `${process.pid}\n${dataDir}/pg\n0\n5432\n\n\n\n`);
    const server = await start();
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('comes back at the same address with every acknowledged commit when it is killed', async () => {
    const server = await start();
    await query(server.url, 'CREATE TABLE acknowledged (n int PRIMARY KEY)');
    const acknowledged: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { pid } = server;
      const writing = withClient(server.url, async (client) => {
        for (let n = round * 100_000; ; n += 1) {
          await client.query('INSERT INTO acknowledged VALUES ($1)', [n]);
          acknowledged.push(n);
        }
      }).catch(() => undefined);
      await sleep(200);
      process.kill(pid, 'SIGKILL');
      await writing;
      await vi.waitFor(() => query(server.url, 'SELECT 1'), 15_000);
      expect(server.pid).not.toBe(pid);
    }
    const rows = await query(server.url, 'SELECT n FROM acknowledged');
    const stored = new Set(rows.map(({ n }) => n));
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(acknowledged.filter((n) => !stored.has(n))).toEqual([]);
    await server.stop();
    expect(lines.filter((line) => line.includes('fell'))).toHaveLength(3);
  });

  it('starts again when it and the process that started it were killed at once', async () => {
    const owner = await startOtherProcess(`${prelude()}
      const server = await startEmbeddedPostgres({ dataDir });
      await lockDataFolder(server.url, dataDir);
      say({ pid: server.pid });`);
    process.kill(Number(owner.said['pid']), 'SIGKILL');
    await owner.kill();
    const server = await start();
    expect(server.adopted).toBe(false);
    await server.stop();
  });
});
