import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, eventually } from '#lib/testing';
import { get, readFeed, readWholeFeed } from './support/http.js';
import { hires, sendAll, sendUntilAnswered } from './support/load.js';
import { StandaloneProcess } from './support/standalone-process.js';

let dataDir: string;
let feed: StandaloneProcess;
beforeAll(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'company-feed-')), 'data');
  feed = await StandaloneProcess.on(dataDir);
  await feed.start();
});
afterAll(async () => {
  await feed.end('SIGTERM');
  await rm(join(dataDir, '..'), { recursive: true, force: true });
});

const shownIds = async () =>
  (await readWholeFeed(feed.url, { type: 'employee.hired' })).map(({ actor }) => actor.id);

const root = join(import.meta.dirname, '..');
const showHistory = (folder: string) =>
  promisify(execFile)(
    process.execPath,
    [join(root, 'dist/apps/feed-projector/src/show-history/show-history.command.js')],
    { env: { ...process.env, DATABASE_URL: undefined, DATA_DIR: folder } },
  );

describe('npm start', () => {
  it('tells where it serves and how to hire somebody', () => {
    expect(feed.written).toContain(`curl -X POST ${feed.url}/employees`);
  });

  it('serves the document of the bus that is checked in', async () => {
    const checkedIn = JSON.parse(await readFile(join(root, 'docs/api/asyncapi.json'), 'utf8')) as unknown;
    expect((await get(`${feed.url}/asyncapi.json`)).body).toEqual(checkedIn);
  });

  it('lets history be shown beside it, and goes on', async () => {
    const { stdout } = await showHistory(dataDir);
    expect(stdout).toContain('0 events are shown that had no card when they came');
    await readFeed(feed.url);
    await expect(showHistory(`${dataDir}-of-nobody`)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no database in'),
    });
  });

  it('has all of 10,000 hires once, also when everything is killed in the middle of them, twice', async () => {
    const wanted = hires(10_000);
    for (const share of [2_000, 6_000]) {
      const sending = sendAll(feed.url, wanted);
      const answered = () => wanted.filter(({ id }) => id !== undefined).length;
      await eventually(() => expect(answered()).toBeGreaterThan(share), { timeoutMs: 60_000 });
      await feed.killAll();
      expect(await sending).toBe(false);
      await feed.start();
    }
    await sendUntilAnswered(feed.url, wanted);

    const expected = wanted.map(({ id }) => String(id)).toSorted();
    await eventually(async () => expect((await shownIds()).toSorted()).toEqual(expected), {
      timeoutMs: 90_000,
      everyMs: 1_000,
    });
  }, 240_000);

  it('adopts the database when only the service was killed', async () => {
    const postmaster = await feed.postmasterPid();
    const { meta } = await readFeed(feed.url);
    await feed.end('SIGKILL');
    await feed.start();
    expect(await feed.postmasterPid()).toBe(postmaster);
    expect((await readFeed(feed.url)).meta.position).toBe(meta.position);
  });

  it('leaves a data folder alone that another process uses, and says so', async () => {
    const second = await StandaloneProcess.on(dataDir);
    expect(await second.run()).toBe(1);
    expect(second.written).toMatch(/is in use by process \d+/);
    expect((await readFeed(feed.url, { limit: '1' })).items).toHaveLength(1);
    expect(await sendAll(feed.url, hires(1))).toBe(true);
  });

  it('uses the server of DATABASE_URL instead, one process at a time', async () => {
    const { url, drop } = await createTestDatabase();
    const folder = join(dataDir, '..', 'not-needed');
    const [first, second] = [await StandaloneProcess.on(folder), await StandaloneProcess.on(folder)];
    await first.start({ DATABASE_URL: url });
    expect(await second.run({ DATABASE_URL: url })).toBe(1);
    expect(second.written).toMatch(/is in use by process \d+/);
    expect(await sendAll(first.url, hires(3))).toBe(true);
    await eventually(async () => expect((await readFeed(first.url)).items).toHaveLength(3));
    await expect(first.postmasterPid()).rejects.toThrow('ENOENT');
    expect(await first.end('SIGTERM')).toBe(0);
    await drop();
  });

  it('lists every fault of its configuration and starts nothing', async () => {
    const folder = join(dataDir, '..', 'never-made');
    const faulty = await StandaloneProcess.on(folder);
    const code = await faulty.run({ PORT: '99999', BATCH_MAX: 'many', DATABASE_URL: 'mysql://u:secret@h/d' });
    expect(code).toBe(1);
    for (const name of ['PORT', 'BATCH_MAX', 'DATABASE_URL'])
      expect(faulty.written).toContain(`${name}: must be`);
    expect(faulty.written).not.toContain('secret');
    await expect(faulty.postmasterPid()).rejects.toThrow('ENOENT');
  });

  it('ends in order on SIGTERM: exit 0, and the database with it', async () => {
    expect(await feed.end('SIGTERM')).toBe(0);
    // A server that ends in good order takes its file with it.
    await expect(feed.postmasterPid()).rejects.toThrow('ENOENT');
    await feed.start();
  });
});
