import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort, isProcessAlive } from '#lib/postgres';
import { type Distributed, startDistributed } from './distributed.js';

const APP = `
  const { PORT, HOST, DATABASE_URL, AMQP_URL } = process.env;
  const server = (await import('node:http')).createServer((request, response) => response.end());
  server.listen(Number(PORT), HOST, () => console.log(JSON.stringify({ DATABASE_URL, AMQP_URL })));
  process.on('SIGTERM', () => server.close(() => console.log('drained')));
`;

describe('the distributed system', () => {
  let dir: string;
  let lines: string[];
  let system: Distributed | undefined;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'distributed-'));
    lines = [];
    vi.stubEnv('DATABASE_URL', process.env['TEST_POSTGRES_URL']);
    vi.stubEnv('AMQP_URL', process.env['TEST_AMQP_URL']);
    await writeFile(join(dir, 'app.mjs'), APP);
  });

  afterEach(async () => {
    await system?.stop();
    system = undefined;
    vi.unstubAllEnvs();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(script = 'app.mjs'): Promise<Distributed> {
    const command = [process.execPath, join(dir, script)];
    const apps = [{ name: 'stand-in', port: await freePort(), command }];
    return startDistributed({ dir, apps, say: (line) => lines.push(line) });
  }

  it('starts apps with the addresses of the servers, says where they are, and drains them', async () => {
    system = await start();
    const { pid, url } = system.app('stand-in');
    expect(lines).toContain(`stand-in ${url} (process ${pid})`);
    expect(lines.join()).not.toContain(new URL(system.postgres.url).password);
    await system.stop();
    expect(isProcessAlive(Number(pid))).toBe(false);
    const log = (await readFile(join(dir, 'logs/stand-in.log'), 'utf8')).trim().split('\n');
    expect(JSON.parse(log[0] ?? '')).toEqual({
      DATABASE_URL: process.env['TEST_POSTGRES_URL'],
      AMQP_URL: process.env['TEST_AMQP_URL'],
    });
    expect(log[1]).toBe('drained');
  });

  it('starts a fallen app again, and says so', async () => {
    system = await start();
    const app = system.app('stand-in');
    const { pid } = app;
    await app.kill();
    expect(app.pid).toBeUndefined();
    await vi.waitFor(
      () => expect(lines).toContain(`stand-in is back: ${app.url} (process ${app.pid})`),
      10_000,
    );
    expect(app.pid).not.toBe(pid);
  });

  it('ends the apps that a killed predecessor left behind', async () => {
    const first = await start();
    const { pid } = first.app('stand-in');
    system = await start();
    expect(isProcessAlive(Number(pid))).toBe(false);
    expect(system.app('stand-in').pid).not.toBe(pid);
    await first.stop();
  });
});
