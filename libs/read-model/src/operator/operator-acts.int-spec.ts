import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, statement } from '#lib/postgres';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { feedDatabase, recordAct } from '../index.js';

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

const actsBy = statement<[by: string], Record<string, unknown>>(
  'spec_acts',
  'SELECT by, reason, act, details FROM operator_act WHERE by = $1',
);
const act = { by: 'anna', reason: 'ticket 7', act: 'parked.skip', details: { id: 1, body: 'x' } };

describe('an act of an operator', () => {
  it('is recorded with who, why, what and the details', async () => {
    await feed.inTransaction((tx) => recordAct(tx, act));
    expect(await feed.run(actsBy, 'anna')).toEqual([act]);
  });

  it('is not recorded when what it did is rolled back', async () => {
    const undone = feed.inTransaction(async (tx) => {
      await recordAct(tx, { ...act, by: 'ivan' });
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await feed.run(actsBy, 'ivan')).toEqual([]);
  });

  it.each([
    "UPDATE operator_act SET by = 'x'",
    'DELETE FROM operator_act',
    'DELETE FROM operator_act WHERE id = 0',
    'TRUNCATE operator_act',
  ])('stays as it is: %s is refused', async (sql) => {
    const before = await feed.run(actsBy, 'anna');
    await expect(feed.run(statement<[], never>(`spec_${sql}`, sql))).rejects.toThrow('append-only');
    expect(await feed.run(actsBy, 'anna')).toEqual(before);
  });

  it.each([{ by: '' }, { by: 'x'.repeat(201) }, { reason: '' }, { reason: 'x'.repeat(201) }])(
    'is refused without a proper who and why: %j',
    async (fault) => {
      await expect(recordAct(feed, { ...act, ...fault })).rejects.toThrow(/check constraint/);
    },
  );
});
