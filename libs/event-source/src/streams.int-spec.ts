import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decider } from '#lib/decider';
import { EventStore } from '#lib/event-store';
import { InProcessBroker, MessagingModule } from '#lib/messaging';
import { Counted, createTestDatabase, gate, KEY_ENCRYPTION_KEY, type TestDatabase } from '#lib/testing';
import { type CommandContext, commandContext } from './command-context.js';
import { type CommandResult, type DomainEvent, EventSourceModule, StreamNotFound, Streams } from './index.js';
import { outboxConfig } from './source-host.js';

let database: TestDatabase;
let module: TestingModule;
let streams: Streams;
let store: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = outboxConfig.parse({ DATABASE_URL: database.url, KEY_ENCRYPTION_KEY });
  const host = { messaging: MessagingModule.inProcess(new InProcessBroker()) };
  const source = EventSourceModule.register({ name: 'spec', publishes: [Counted], config, host });
  module = await Test.createTestingModule({ imports: [source] }).compile();
  await module.init();
  streams = module.get(Streams, { strict: false });
  store = module.get(EventStore, { strict: false });
});
afterAll(async () => {
  await module.close();
  await database.drop();
});

/** How often something was counted. */
const counter: Decider<number, DomainEvent> = { initialState: 0, evolve: (count) => count + 1 };
const count: DomainEvent = { type: Counted.type, data: { n: 1 } };
const untilOne = (counted: number): DomainEvent[] => (counted === 0 ? [count] : []);
const always = (): DomainEvent[] => [count];
const never = (): DomainEvent[] => [];
const newId = () => randomUUID();
const createOrChange = (
  id: string,
  decide: (counted: number) => DomainEvent[] | Promise<DomainEvent[]>,
  context: CommandContext = {},
): Promise<CommandResult> =>
  commandContext.run(context, () => streams.createOrChange(`counter/${id}`, counter, decide));
const recorded = async (id: string) => (await store.read(`counter/${id}`)).length;

/** The same decision, made by nobody before all `writers` have read the stream. */
function sameMoment(writers: number, decide: (counted: number) => DomainEvent[]) {
  const seen: number[] = [];
  const all = gate();
  const wait = async (counted: number): Promise<DomainEvent[]> => {
    seen.push(counted);
    if (seen.length === writers) all.open();
    await all.opened;
    return decide(counted);
  };
  return { decide: wait, seen };
}

describe('to create or change a stream', () => {
  it('begins one that does not exist, from its initial state', async () => {
    const id = newId();
    const { decide, seen } = sameMoment(1, untilOne);
    expect(await createOrChange(id, decide)).toEqual({ id, version: 1 });
    expect(seen).toEqual([0]);
    expect(await recorded(id)).toBe(1);
  });

  it('goes on with one that exists', async () => {
    const id = newId();
    await createOrChange(id, () => [count, count]);
    const { decide, seen } = sameMoment(1, always);
    expect(await createOrChange(id, decide)).toEqual({ id, version: 3 });
    expect(seen).toEqual([2]);
    expect(await createOrChange(id, never)).toEqual({ id, version: 3 });
  });

  it('without an event leaves it not existing', async () => {
    const id = newId();
    expect(await createOrChange(id, never)).toEqual({ id, version: 0 });
    expect(await recorded(id)).toBe(0);
    await expect(streams.load(`counter/${id}`, counter)).rejects.toThrow(StreamNotFound);
    await expect(streams.change(`counter/${id}`, counter, always)).rejects.toThrow(StreamNotFound);
    expect(await createOrChange(id, always)).toEqual({ id, version: 1 });
  });

  it('makes one event of two at once, where the second sees the first', async () => {
    const id = newId();
    const { decide, seen } = sameMoment(2, untilOne);
    const answers = await Promise.all([createOrChange(id, decide), createOrChange(id, decide)]);
    expect(answers).toEqual([
      { id, version: 1 },
      { id, version: 1 },
    ]);
    expect(seen).toEqual([0, 0, 1]);
    expect(await recorded(id)).toBe(1);
  });

  it('loses none of several at once that all have something to record', async () => {
    const id = newId();
    const { decide } = sameMoment(4, always);
    const answers = await Promise.all([1, 2, 3, 4].map(() => createOrChange(id, decide)));
    expect(answers.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect(await recorded(id)).toBe(4);
  });
});

describe('a version that was asked for', () => {
  it('is 0 for a stream that does not exist', async () => {
    const id = newId();
    const unmet = createOrChange(id, always, { ifVersion: 1 });
    await expect(unmet).rejects.toMatchObject({ name: 'VersionNotMet', asked: 1, actual: 0 });
    expect(await createOrChange(id, never, { ifVersion: 0 })).toEqual({ id, version: 0 });
    expect(await createOrChange(id, always, { ifVersion: 0 })).toEqual({ id, version: 1 });
  });

  it('is 0 no longer once it exists', async () => {
    const id = newId();
    await createOrChange(id, always);
    const unmet = createOrChange(id, always, { ifVersion: 0 });
    await expect(unmet).rejects.toMatchObject({ name: 'VersionNotMet', asked: 0, actual: 1 });
    expect(await createOrChange(id, always, { ifVersion: 1 })).toEqual({ id, version: 2 });
  });

  it('is there for one of two at once', async () => {
    const id = newId();
    const { decide, seen } = sameMoment(2, always);
    const both = [0, 0].map((ifVersion) => createOrChange(id, decide, { ifVersion }));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toMatchObject({ name: 'VersionNotMet', asked: 0, actual: 1 });
    expect(seen).toEqual([0, 0]);
    expect(await recorded(id)).toBe(1);
  });
});

describe('a command that comes again under its key', () => {
  const keyed = (): CommandContext => ({ idempotency: { key: newId(), fingerprint: 'the same' } });

  it('is answered as before, and not decided again', async () => {
    const [id, context] = [newId(), keyed()];
    const { decide, seen } = sameMoment(1, always);
    expect(await createOrChange(id, decide, context)).toEqual({ id, version: 1 });
    expect(await createOrChange(id, decide, context)).toEqual({ id, version: 1 });
    expect(seen).toEqual([0]);
    expect(await recorded(id)).toBe(1);
  });

  it('is answered 0 again when there was no stream, and is one by now', async () => {
    const [id, context] = [newId(), keyed()];
    expect(await createOrChange(id, never, context)).toEqual({ id, version: 0 });
    await createOrChange(id, always);
    expect(await createOrChange(id, always, context)).toEqual({ id, version: 0 });
    expect(await recorded(id)).toBe(1);
  });

  it('is answered as before also where it would be refused by now', async () => {
    const [id, context] = [newId(), keyed()];
    const overtaken = async (): Promise<DomainEvent[]> => {
      await createOrChange(id, always, context);
      throw new Error('it is there already');
    };
    expect(await createOrChange(id, overtaken, context)).toEqual({ id, version: 1 });
    expect(await recorded(id)).toBe(1);
  });

  it('records one event however close its requests come', async () => {
    const [id, context] = [newId(), keyed()];
    const { decide } = sameMoment(3, always);
    const answers = await Promise.all([1, 2, 3].map(() => createOrChange(id, decide, context)));
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ id, version: 1 })));
    expect(await recorded(id)).toBe(1);
  });
});
