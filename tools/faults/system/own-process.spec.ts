import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '#lib/postgres';
import { keepRunning } from './keep-running.js';
import { OwnProcess } from './own-process.js';

const APP = `
  const server = (await import('node:http')).createServer((request, response) => {
    response.end();
    if (request.url === '/die') process.exit(7);
  });
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('up'));
  process.on('SIGTERM', () => { server.closeAllConnections(); server.close(() => process.exit(3)); });
`;

let dir: string;
let app: OwnProcess;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'own-process-'));
  const [main, port] = [join(dir, 'app.mjs'), await freePort()];
  await writeFile(main, APP);
  app = new OwnProcess({
    name: 'stand-in',
    url: `http://127.0.0.1:${port}`,
    main,
    environment: { PORT: String(port) },
    logFile: join(dir, 'logs/stand-in.log'),
  });
});
afterEach(async () => {
  await app.stop();
  await rm(dir, { recursive: true, force: true });
});

describe('a process that faults are done to', () => {
  it('starts once, however many want it to, and has a log', async () => {
    await Promise.all([app.start(), app.start()]);
    const { pid } = app;
    await app.start();
    expect(app.pid).toBe(pid);
    expect(await readFile(join(dir, 'logs/stand-in.log'), 'utf8')).toBe('up\n');
  });

  it('is gone when it was killed, tells how it ended, and has not fallen then', async () => {
    await app.start();
    expect(await app.kill('SIGTERM')).toBe(3);
    expect(app.pid).toBeUndefined();
    expect(app.fell).toBeUndefined();
    expect(await app.kill()).toBeNull();
    await app.start();
    expect(await app.kill()).toBeNull();
  });

  it('is stopped also when a fault has left it paused', async () => {
    await app.start();
    app.signal('SIGSTOP');
    await app.stop();
    expect(app.pid).toBeUndefined();
  });

  it('is started again when it ends by itself, and that is told', async () => {
    await app.start();
    const { pid } = app;
    const told: string[] = [];
    const leave = keepRunning([app], (name, how) => told.push(`${name}: ${how}`));
    await fetch(`${app.url}/die`).catch(() => undefined);
    await vi.waitFor(() => expect(app.pid !== undefined && app.pid !== pid).toBe(true), 10_000);
    await app.start();
    expect(told).toEqual(['stand-in: exit code 7']);
    await app.kill();
    await leave();
    expect(told).toHaveLength(1);
  });

  it('does not start when its program ends', async () => {
    await writeFile(join(dir, 'app.mjs'), 'process.exit(5)');
    await expect(app.start()).rejects.toThrow(/^stand-in ended with code 5, see .*stand-in\.log$/);
  });
});
