import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { believeTestTokens, testTokens } from '#lib/testing';
import { PortalClient } from '../tools/demo/portal.client.js';
import { countByType, faultsOf } from '../tools/demo/verdict.js';
import { post } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

const DEMO = join(import.meta.dirname, '../dist/tools/demo/demo.js');

let system: RunningFeed;
/** Where the demo finds the key that it signs people in with. */
let dataDir: string;
beforeAll(async () => {
  system = await startTogether();
  dataDir = await mkdtemp(join(tmpdir(), 'company-feed-'));
  await believeTestTokens(dataDir);
});
afterAll(async () => {
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

const portalOf = async () => new PortalClient(system.feed, await testTokens());
const run = () =>
  promisify(execFile)(process.execPath, [DEMO], {
    env: { ...process.env, FEED_URL: system.feed, DATA_DIR: dataDir },
  });

describe('a company day', () => {
  it('is in the feed with every kind of entry, in both languages, and counted right; also the day after', async () => {
    await post(`${system.registrar}/employees`, { name: 'Here Already', position: 'Engineer' });
    const { stdout, stderr } = await run();
    expect(stderr).toContain('200/200 hires');
    expect(stdout).toContain('Platform is now called Platform and Tools');
    expect(stdout).toContain('Отдел «Platform» теперь называется «Platform and Tools»');
    expect(Object.keys(countByType(await (await portalOf()).wholeFeed('en')))).toHaveLength(15);
    await expect(run()).resolves.toBeDefined();
  });

  it('is not taken for well when something is missing or was counted wrong', async () => {
    const portal = await portalOf();
    const entries = await portal.wholeFeed('en');
    const liked = entries.find(({ reactions }) => reactions.length > 0)!;
    const reactions = new Map([[liked.id, [{ personId: 'nobody', kind: 'like' }]]]);
    const expected = { entries: { 'employee.hired': 402 }, reactions };
    expect(await faultsOf(portal, expected, {})).toEqual([
      'employee.hired: 402 entries were expected, 401 are there',
      expect.stringContaining(`${liked.id}: 1 like were expected`),
      `${liked.id}: like is not marked as the reader's own`,
    ]);
  });

  it('says where it looked when nothing serves there', async () => {
    const nowhere = { ...process.env, FEED_URL: 'http://127.0.0.1:1', DATA_DIR: dataDir };
    const failed = promisify(execFile)(process.execPath, [DEMO], { env: nowhere });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Is the feed serving at http://127.0.0.1:1?'),
    });
  });
});
