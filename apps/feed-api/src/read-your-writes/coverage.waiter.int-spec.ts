import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#lib/postgres';
import { feedDatabase, FeedProgress, FeedWatch } from '#lib/read-model';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { CoverageWaiter } from './coverage.waiter.js';

/** Longer than a test may take: whatever waits for so long fails it. */
const FOR_EVER_MS = 10_000_000;
const NEVER_GONE = new AbortController().signal;

let test: TestDatabase;
let database: Database;
let client: Client;
let progress: FeedProgress;
let watch: FeedWatch;
beforeAll(async () => {
  test = await createTestDatabase();
  database = feedDatabase({ url: test.url, applicationName: 'spec', owner: true });
  await database.onModuleInit();
  client = new Client({ connectionString: test.url });
  await client.connect();
  progress = new FeedProgress(database);
  watch = new FeedWatch(database);
});
afterAll(async () => {
  await watch.onModuleDestroy();
  await client.end();
  await database.onApplicationShutdown();
  await test.drop();
});

const at = (stream: string, sequence: number, source = '/a') => ({ source, stream, sequence });
const reach = (stream: string, sequence: number, source = '/a') =>
  client.query(
    `INSERT INTO feed.stream_progress (source, stream, last_sequence) VALUES ($1, $2, $3)
       ON CONFLICT (source, stream) DO UPDATE SET last_sequence = excluded.last_sequence`,
    [source, stream, sequence],
  );

describe('the feed', () => {
  it('covers what its streams have come to, and nothing beyond it', async () => {
    await reach('x/1', 3);
    expect(await progress.covers([])).toBe(true);
    expect(await progress.covers([at('x/1', 3)])).toBe(true);
    expect(await progress.covers([at('x/1', 4)])).toBe(false);
    expect(await progress.covers([at('x/2', 1)])).toBe(false);
    expect(await progress.covers([at('x/1', 3, '/b')])).toBe(false);
    await reach('x/2', 1);
    expect(await progress.covers([at('x/1', 2), at('x/2', 1)])).toBe(true);
    expect(await progress.covers([at('x/1', 2), at('x/2', 2)])).toBe(false);
    expect(await progress.covers([at('x/1', 999_999_999_999_999)])).toBe(false);
  });
});

describe('waiting for it', () => {
  it('ends when it is there', async () => {
    const waiting = new CoverageWaiter(progress, watch).covers([at('y/1', 1)], FOR_EVER_MS, NEVER_GONE);
    await reach('y/1', 1);
    expect(await waiting).toBe(true);
  });

  it('ends with the time that there is for it', async () => {
    expect(await new CoverageWaiter(progress, watch).covers([at('y/2', 1)], 30, NEVER_GONE)).toBe(false);
    expect(await new CoverageWaiter(progress, watch).covers([at('y/2', 1)], 0, NEVER_GONE)).toBe(false);
  });

  it('ends when the caller goes', async () => {
    const caller = new AbortController();
    const waiting = new CoverageWaiter(progress, watch).covers([at('y/2', 1)], FOR_EVER_MS, caller.signal);
    caller.abort();
    expect(await waiting).toBe(false);
  });

  it('ends when the app closes, for whoever comes then as well', async () => {
    const waiter = new CoverageWaiter(progress, watch);
    const waiting = waiter.covers([at('y/2', 1)], FOR_EVER_MS, NEVER_GONE);
    waiter.onModuleDestroy();
    expect(await waiting).toBe(false);
    expect(await waiter.covers([at('y/2', 1)], FOR_EVER_MS, NEVER_GONE)).toBe(false);
  });
});
