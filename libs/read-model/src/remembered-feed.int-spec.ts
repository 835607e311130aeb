import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#lib/postgres';
import { createTestDatabase, eventually, type TestDatabase } from '#lib/testing';
import type { FeedBatch } from './feed-batch.js';
import { feedDatabase } from './feed-database.js';
import type { FeedPosition } from './feed-position.js';
import { FeedReader } from './feed-reader.js';
import { FeedWatch } from './feed-watch.js';
import { FeedWriter } from './feed-writer.js';

const ANNA = 'anna';

let test: TestDatabase;
let database: Database;
let client: Client;
let writer: FeedWriter;
let watch: FeedWatch;
let reader: FeedReader;
beforeAll(async () => {
  test = await createTestDatabase();
  database = feedDatabase({ url: test.url, applicationName: 'spec', owner: true });
  await database.onModuleInit();
  client = new Client({ connectionString: test.url, options: '-c search_path=feed' });
  await client.connect();
  writer = new FeedWriter(database);
  watch = new FeedWatch(database);
  reader = new FeedReader(database, watch);
});
afterAll(async () => {
  await watch.onModuleDestroy();
  await client.end();
  await database.onApplicationShutdown();
  await test.drop();
});

const ask = (personId = ANNA): Promise<FeedPosition> =>
  reader.atKnownPosition({ personId }, (position) => Promise.resolve(position));

/** Asked until it is known: after a notice, or a silence. */
const settled = (personId = ANNA): Promise<FeedPosition> =>
  eventually(async () => {
    await ask(personId);
    const known = reader.known(personId);
    expect(known).toBeDefined();
    return known!;
  });

/** Resolves once what was known is not so any more. */
const heard = (before: FeedPosition): Promise<void> =>
  eventually(async () => expect(reader.known(ANNA)).not.toBe(before));

let events = 0;
async function write(changes: Partial<FeedBatch>): Promise<void> {
  const id = randomUUID();
  const event = {
    specversion: '1.0',
    id,
    source: '/spec',
    type: 'x.v1',
    time: new Date().toISOString(),
    data: {},
  };
  const nothing = { streams: [], pending: [], noLongerPending: [], parked: [], retracted: [], passed: [] };
  const none = {
    entries: [],
    names: [],
    namings: [],
    placements: [],
    reactions: [],
    curations: [],
    forgotten: [],
  };
  const log = [{ event: { ...event, subject: `x/${++events}`, sequence: 1 }, shown: true }];
  await writer.inTransaction((feed) => feed.write({ ...nothing, ...none, log, ...changes } as FeedBatch));
}

const entryFor = (audience: string): FeedBatch['entries'][number] => ({
  id: randomUUID(),
  occurredAt: new Date().toISOString(),
  name: 'x',
  type: 'x.v1',
  source: '/spec',
  eventId: randomUUID(),
  args: {},
  mentions: [],
  audience: [audience],
});

const place = (mention: string, departmentId: string | null) =>
  write({ placements: [{ mention, departmentId }] });

let before: FeedPosition;
beforeEach(async () => {
  before = await settled();
});

describe('where the feed is', () => {
  it('is the same without asking while nothing happens', async () => {
    expect(await ask()).toBe(before);
    expect(reader.known(ANNA)).toBe(before);
  });

  it('is another after a commit, which is what the database says', async () => {
    await write({ entries: [entryFor('everyone')] });
    await heard(before);
    const after = await ask();
    expect(Number(after.position)).toBeGreaterThan(Number(before.position));
    expect(after).toEqual(await reader.position({ personId: ANNA }));
  });

  it('is not older than what somebody has seen', async () => {
    const seen = String(Number(before.position) + 1);
    reader.saw({ epoch: before.epoch, position: seen });
    expect(reader.known(ANNA)).toBeUndefined();
    await ask();
    expect(reader.known(ANNA)).toBeUndefined();
    await write({ entries: [entryFor('everyone')] });
    expect(Number((await settled()).position)).toBeGreaterThanOrEqual(Number(seen));
  });

  it('is asked for where nobody can be told of it', async () => {
    const ended = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'spec listener'`,
    );
    expect(ended.rows).toHaveLength(1);
    await eventually(async () => expect(watch.isSure).toBe(false));
    await write({ entries: [entryFor('everyone')] });
    expect(Number((await ask()).position)).toBeGreaterThan(Number(before.position));
  });

  it('is another as soon as what is pinned ends', async () => {
    const entry = entryFor('everyone');
    const pinned = { entryId: entry.id, what: 'pinned', isSo: true, since: entry.occurredAt } as const;
    const until = new Date(Date.now() + 1_500).toISOString();
    await write({ entries: [entry], curations: [{ ...pinned, until }] });
    await heard(before);
    const while_ = await settled();
    expect(while_.pinned).toEqual([entry.id]);
    await eventually(async () => expect((await ask()).pinned).toEqual([]));
  });
});

describe('a reader', () => {
  it('is part of other departments as soon as they are placed there', async () => {
    await place(`person:${ANNA}`, 'web');
    await heard(before);
    const placed = await settled();
    expect(placed.departments).toEqual(['web']);
    await place('department:web', 'it');
    await heard(placed);
    expect((await settled()).departments).toEqual(['web', 'it']);
  });

  it('has entries that are meant for them by name as soon as there is one', async () => {
    expect((await settled('boris')).hasOwn).toBe(false);
    await write({ entries: [entryFor('person:boris')] });
    await heard(before);
    expect((await settled('boris')).hasOwn).toBe(true);
    expect((await settled()).hasOwn).toBe(false);
  });
});
