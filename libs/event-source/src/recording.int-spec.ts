import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Decider } from '#lib/decider';
import { defineEvent, personal } from '#lib/envelope';
import { EventStore, START_OF_ALL } from '#lib/event-store';
import { InProcessBroker, MessagingModule } from '#lib/messaging';
import { PersonalData } from '#lib/personal-data';
import { createTestDatabase, KEY_ENCRYPTION_KEY, type TestDatabase } from '#lib/testing';
import { type DomainEvent, EventSourceModule, Streams } from './index.js';
import { outboxConfig } from './source-host.js';

const Said = defineEvent({
  name: 'test.said',
  version: 1,
  schema: z.object({ personId: z.string(), text: personal(z.string().max(60_000), { of: 'personId' }) }),
});
/** The last that was said. */
const said: Decider<string, DomainEvent> = {
  initialState: '',
  evolve: (_, { data }) => (data as { text: string }).text,
};

let database: TestDatabase;
let module: TestingModule;
let streams: Streams;
let store: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = outboxConfig.parse({ DATABASE_URL: database.url, KEY_ENCRYPTION_KEY });
  const host = { messaging: MessagingModule.inProcess(new InProcessBroker()) };
  const source = EventSourceModule.register({ name: 'spec', publishes: [Said], config, host });
  module = await Test.createTestingModule({ imports: [source] }).compile();
  await module.init();
  streams = module.get(Streams, { strict: false });
  store = module.get(EventStore, { strict: false });
});
afterAll(async () => {
  await module.close();
  await database.drop();
});

const say = (personId: string, text: string) =>
  streams.create(`test/${personId}`, [{ type: Said.type, data: { personId, text } }]);

it('what is personal is stored sealed, and decided on in the clear', async () => {
  const id = randomUUID();
  await say(id, 'Hello');
  expect((await streams.load(`test/${id}`, said)).state).toBe('Hello');
  const { events } = await store.readAll(START_OF_ALL, 10);
  expect(events.map(({ data }) => data)).toContainEqual({ personId: id, text: 'Hello' });
  const stored = await store.findRecorded(events.map((event) => event.id));
  expect(JSON.stringify(stored)).not.toContain('Hello');
});

it('what a forgotten person said is not there any more to decide on, and nothing is added', async () => {
  const id = randomUUID();
  await say(id, 'Hello');
  await module.get(PersonalData, { strict: false }).forget(id, 'paula');
  expect((await streams.load(`test/${id}`, said)).state).toBe('[removed]');
  const again = streams.change(`test/${id}`, said, () => [
    { type: Said.type, data: { personId: id, text: 'Hello again' } },
  ]);
  await expect(again).rejects.toMatchObject({ code: 'person-forgotten' });
});

it('what fits in a message only as long as it is not sealed is refused', async () => {
  await expect(say(randomUUID(), 'a'.repeat(50_000))).rejects.toMatchObject({ code: 'event-too-large' });
  await expect(say(randomUUID(), 'a'.repeat(40_000))).resolves.toMatchObject({ version: 1 });
});
