import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decider } from '#lib/decider';
import type { EventPlace } from '#lib/envelope';
import { InProcessBroker, MessagingModule } from '#lib/messaging';
import { Counted, createTestDatabase, KEY_ENCRYPTION_KEY, Noted, type TestDatabase } from '#lib/testing';
import { type CommandContext, commandContext } from './command-context.js';
import { type CommandResult, type DomainEvent, EventSourceModule, Streams } from './index.js';
import { outboxConfig } from './source-host.js';

let database: TestDatabase;
let module: TestingModule;
let streams: Streams;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = outboxConfig.parse({ DATABASE_URL: database.url, KEY_ENCRYPTION_KEY });
  const host = { messaging: MessagingModule.inProcess(new InProcessBroker()) };
  const source = EventSourceModule.register({
    name: 'spec',
    publishes: [Counted],
    keeps: [Noted],
    config,
    host,
  });
  module = await Test.createTestingModule({ imports: [source] }).compile();
  await module.init();
  streams = module.get(Streams, { strict: false });
});
afterAll(async () => {
  await module.close();
  await database.drop();
});

/** How often something was counted. */
const counter: Decider<number, DomainEvent> = { initialState: 0, evolve: (count) => count + 1 };
const count: DomainEvent = { type: Counted.type, data: { n: 1 } };
const always = (): DomainEvent[] => [count];
const never = (): DomainEvent[] => [];
const newId = () => randomUUID();
const createOrChange = (
  id: string,
  decide: (counted: number) => DomainEvent[] | Promise<DomainEvent[]>,
  context: CommandContext = {},
): Promise<CommandResult> =>
  commandContext.run(context, () => streams.createOrChange(`counter/${id}`, counter, decide));

describe('how far the feed has to be', () => {
  const reached = async (work: Promise<unknown>, told: EventPlace[]) => {
    await work;
    return told.map(({ sequence }) => sequence);
  };
  const telling = (context: CommandContext = {}): [CommandContext, EventPlace[]] => {
    const told: EventPlace[] = [];
    return [{ ...context, onReached: (place) => told.push(place) }, told];
  };
  const note: DomainEvent = { type: Noted.type, data: { n: 1 } };

  it('is told by the place of the last event that is published', async () => {
    const id = newId();
    const [context, told] = telling();
    await createOrChange(id, () => [count, count], context);
    expect(told).toEqual([{ source: '/spec', stream: `counter/${id}`, sequence: 2 }]);
  });

  it('does not count what is not published, in this command or in earlier ones', async () => {
    const id = newId();
    for (const [events, sequences] of [
      [[note], []],
      [[note, count], [1]],
      [[note], [1]],
      [[count, note, count], [3]],
    ] as const) {
      const [context, told] = telling();
      expect(
        await reached(
          createOrChange(id, () => [...events], context),
          told,
        ),
      ).toEqual(sequences);
    }
  });

  it('is told where nothing was to do, and where it was done before', async () => {
    const id = newId();
    await createOrChange(id, () => [note, count]);
    const [unchanged, told] = telling();
    expect(await reached(createOrChange(id, never, unchanged), told)).toEqual([1]);
    const key = { idempotency: { key: newId(), fingerprint: 'the same' } };
    const [first, toldFirst] = telling(key);
    expect(await reached(createOrChange(id, always, first), toldFirst)).toEqual([2]);
    await createOrChange(id, always);
    const [again, toldAgain] = telling(key);
    expect(await reached(createOrChange(id, always, again), toldAgain)).toEqual([2]);
  });

  it('is told of a stream that is begun', async () => {
    const [context, told] = telling();
    const begin = commandContext.run(context, () => streams.create(`counter/${newId()}`, [count]));
    expect(await reached(begin, told)).toEqual([1]);
  });
});
