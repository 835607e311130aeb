import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ContractRegistry } from '#lib/envelope';
import { AddAppendTogether1764100000000, CreateEvents1763600000001, EventStore } from '#lib/event-store';
import type { Publisher } from '#lib/messaging';
import { outboxMigrations, OutboxRelay } from '#lib/outbox';
import { Database, statement } from '#lib/postgres';
import { Counted, createTestDatabase, eventually, Noted, type TestDatabase } from '#lib/testing';
import { RepublishRunning } from '../errors.js';
import { AddRepublishing1763800100001 } from './add-republishing.js';
import { Republisher } from './republisher.js';

const order = { by: 'anna', reason: 'a spec' };
const away: Publisher = {
  publish: () => Promise.reject(new Error('nobody is there')),
  whenReady: () => new Promise(() => {}),
};

let testDatabase: TestDatabase;
let database: Database;
let store: EventStore;
let workers: Republisher[];
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = new Database({
    url: testDatabase.url,
    schema: 'spec',
    applicationName: 'spec',
    migrations: [
      ...outboxMigrations,
      CreateEvents1763600000001,
      AddRepublishing1763800100001,
      AddAppendTogether1764100000000,
    ],
  });
  await database.onModuleInit();
  store = new EventStore(database, new ContractRegistry([Counted, Noted]), (type) => type === Counted.type);
  await store.onApplicationBootstrap();
  // Relays that were never started take nothing out of the outbox: the spec does.
  const relay = new OutboxRelay(database, away, {
    source: '/spec',
    owner: 'spec',
    leaseMs: 1_000,
    pollMs: 1_000,
  });
  workers = [new Republisher(database, relay), new Republisher(database, relay)];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.onModuleDestroy()));
  await database.onApplicationShutdown();
  await testDatabase.drop();
});

/** A private event among the public ones of each stream. */
async function record(streams: number, each: number): Promise<void> {
  for (let stream = 0; stream < streams; stream++) {
    const types = Array.from({ length: each }, (_, n) => (n === 1 ? Noted.type : Counted.type));
    const events = types.map((type, n) => ({ id: randomUUID(), type, data: { n } }));
    await store.append({ stream: `test/${stream}`, events });
  }
}

interface Taken {
  id: number;
  stream: string;
  version: number;
  type: string;
  part_is_right: boolean;
}

const waiting = statement<[], { rows: number }>('spec_waiting', 'SELECT count(*)::int AS rows FROM outbox');
const takeAll = statement<[], Taken>(
  'spec_take_all',
  `DELETE FROM outbox o USING events e WHERE e.position = o.event_position
   RETURNING o.id::int, e.stream, e.version::int, e.type, o.part = abs(hashtextextended(e.stream, 7) % 16) AS part_is_right`,
);

it('fills the outbox with old public events in order, never more than a thousand at a time', async () => {
  await record(50, 60);
  await database.run(takeAll);
  workers.forEach((worker) => worker.onApplicationBootstrap());
  await workers[0]!.begin(order);
  await expect(workers[1]!.begin(order)).rejects.toBeInstanceOf(RepublishRunning);
  await eventually(async () => expect(await database.run(waiting)).toEqual([{ rows: 1_000 }]));
  expect((await workers[0]!.list())[0]).toMatchObject({ ...order, events: 1_000, total: 50 * 59 });

  const taken: Taken[] = [];
  await eventually(async () => {
    const [last] = await workers[0]!.list();
    const rows = await database.run(takeAll);
    taken.push(...rows.toSorted((a, b) => a.id - b.id));
    expect(rows.length).toBeLessThanOrEqual(1_000);
    expect(last!.finished_at).not.toBeNull();
  });
  expect(taken).toHaveLength(50 * 59);
  expect(taken.filter(({ type, part_is_right: isRight }) => type !== Counted.type || !isRight)).toEqual([]);
  for (const rows of Map.groupBy(taken, ({ stream }) => stream).values()) {
    const versions = rows.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  }
});
