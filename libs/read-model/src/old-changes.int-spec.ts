import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, statement } from '#lib/postgres';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { FeedChanges, feedDatabase, OldChanges } from './index.js';

let testDatabase: TestDatabase;
let feed: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  feed = feedDatabase({ url: testDatabase.url, applicationName: 'spec', owner: true });
  await feed.onModuleInit();
});
afterAll(async () => {
  await feed.onApplicationShutdown();
  await testDatabase.drop();
});

const empty = statement<[], unknown>('spec_empty', 'TRUNCATE change_v1 RESTART IDENTITY');
/** Every third position is lost, as by a transaction that was rolled back. */
const fill = statement<[count: number], unknown>(
  'spec_fill',
  `INSERT INTO change_v1 (position, mention, kind, audience) OVERRIDING SYSTEM VALUE
   SELECT n * 3, 'person:anna', 'named', '{}' FROM generate_series(1, $1::int) AS n`,
);
const positions = statement<[], { position: string }>(
  'spec_positions',
  'SELECT position FROM change_v1 ORDER BY position',
);
const left = async () => (await feed.run(positions)).map(({ position }) => Number(position));

describe('changes of long ago', () => {
  beforeEach(async () => {
    await feed.run(empty);
    await feed.run(fill, 20);
  });

  it('are forgotten but for the newest, in as many batches as it takes', async () => {
    expect(await new OldChanges(feed).forget(5, 4)).toBe(15);
    expect(await left()).toEqual([48, 51, 54, 57, 60]);
    expect(await new OldChanges(feed).forget(5, 4)).toBe(0);
  });

  it('stay where there are no more than are kept', async () => {
    expect(await new OldChanges(feed).forget(20, 4)).toBe(0);
    expect(await left()).toHaveLength(20);
  });

  it('are never taken for all there was: whoever was before them is further behind than what is kept', async () => {
    const kept = 5;
    await new OldChanges(feed).forget(kept, 100);
    for (const since of [0, 20, 45]) expect(await new FeedChanges(feed).behind(1, since, kept)).toBe(kept);
    expect(await new FeedChanges(feed).behind(1, 48, kept)).toBe(4);
  });
});
