import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ContractRegistry, defineEvent } from '#lib/envelope';
import {
  AddAppendTogether1764100000000,
  CreateEvents1763600000001,
  EventStore,
  type EventToAppend,
} from '#lib/event-store';
import { outboxMigrations } from '#lib/outbox';
import { Database } from '#lib/postgres';
import { createTestDatabase } from './servers/test-database.js';

/** An event for specs: public, with a number in it. */
export const Counted = defineEvent({ name: 'test.counted', version: 1, schema: z.object({ n: z.number() }) });
/** One that its source keeps to itself. */
export const Noted = defineEvent({ name: 'test.noted', version: 1, schema: z.object({ n: z.number() }) });

export interface EventStoreBench {
  readonly url: string;
  readonly database: Database;
  readonly store: EventStore;
  close(): Promise<void>;
}

/** An event store and its outbox in a database of their own. */
export async function openEventStore(): Promise<EventStoreBench> {
  const { url, drop } = await createTestDatabase();
  const database = new Database({
    url,
    schema: 'source',
    applicationName: 'spec',
    poolSize: 24,
    migrations: [...outboxMigrations, CreateEvents1763600000001, AddAppendTogether1764100000000],
  });
  await database.onModuleInit();
  const store = new EventStore(
    database,
    new ContractRegistry([Counted, Noted]),
    (type) => type === Counted.type,
  );
  await store.onApplicationBootstrap();
  const close = async (): Promise<void> => {
    await database.onApplicationShutdown();
    await drop();
  };
  return { url, database, store, close };
}

/** A new event of {@link Counted}, or of the type given. */
export function counted(n: number, type: string = Counted.type): EventToAppend {
  return { id: randomUUID(), type, data: { n } };
}
