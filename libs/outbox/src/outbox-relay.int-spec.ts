import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CloudEvent, decodeMessage } from '#lib/envelope';
import { type Delivery, InProcessBroker, PublishFailed, type Publisher } from '#lib/messaging';
import { statement } from '#lib/postgres';
import { counted, type EventStoreBench, eventually, openEventStore } from '#lib/testing';
import { OutboxRelay } from './index.js';

let bench: EventStoreBench;
let broker: InProcessBroker;
let arrived: CloudEvent[];
let refuses: (event: CloudEvent) => boolean;
const relays: OutboxRelay[] = [];

beforeEach(async () => {
  bench = await openEventStore();
  broker = new InProcessBroker();
  arrived = [];
  refuses = () => false;
  await broker.subscribe({
    group: 'spec',
    batchMax: 50,
    handle: consume,
    whenReady: () => Promise.resolve(),
  });
});

afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.onModuleDestroy()));
  await broker.close();
  await bench.close();
});

async function consume(batch: readonly Delivery[]): Promise<void> {
  await Promise.resolve();
  arrived.push(...batch.flatMap(decodeMessage));
}

/** Refuses events one by one: a group that rejects one refuses what is beside it as well. */
function refusing(publisher: Publisher): Publisher {
  return {
    publish: async (event) => {
      if (refuses(event)) throw new PublishFailed('refused', 'the spec refuses it');
      await publisher.publish(event);
    },
    whenReady: (signal) => publisher.whenReady(signal),
  };
}

async function relay(
  owner: string,
  settings: { leaseMs?: number; pollMs?: number } = {},
): Promise<OutboxRelay> {
  const options = { source: '/spec', owner, leaseMs: 10_000, pollMs: 50, ...settings };
  const started = new OutboxRelay(bench.database, refusing(broker), options);
  relays.push(started);
  await started.onApplicationBootstrap();
  return started;
}

const newStream = () => `test/${randomUUID()}`;
const append = (stream: string, ...numbers: number[]) =>
  bench.store.append({ stream, events: numbers.map((n) => counted(n)), meta: { requestId: 'request-1' } });
const numbersOf = (stream: string) =>
  arrived.filter(({ subject }) => subject === stream).map(({ data }) => (data as { n: number }).n);

const leftOver = statement<[], { rows: number }>(
  'spec_left_over',
  'SELECT count(*)::int AS rows FROM outbox',
);
const outboxSize = async () => (await bench.database.run(leftOver))[0]!.rows;
const leases = statement<[], { owner: string; parts: number }>(
  'spec_leases',
  'SELECT owner, count(*)::int AS parts FROM outbox_lease WHERE owner IS NOT NULL GROUP BY owner ORDER BY owner',
);

describe('the outbox relay', () => {
  it('publishes what was committed, each stream in order, and empties the outbox', async () => {
    await relay('one');
    const streams = Array.from({ length: 30 }, newStream);
    for (const n of [1, 2, 3]) await Promise.all(streams.map((stream) => append(stream, n, n + 10)));

    await eventually(async () => expect(await outboxSize()).toBe(0));
    for (const stream of streams) expect(numbersOf(stream)).toEqual([1, 11, 2, 12, 3, 13]);
    expect(arrived[0]).toMatchObject({
      source: '/spec',
      type: 'test.counted.v1',
      sequence: 1,
      correlationid: 'request-1',
    });
  });

  it('publishes an event of somebody else in the envelope that it came with, and in no other', async () => {
    await relay('one');
    const envelope = {
      specversion: '1.0' as const,
      id: 'menu-17',
      source: '/canteen',
      type: 'test.counted.v1',
      time: '2026-11-20T10:00:00+03:00',
      correlationid: 'of the canteen',
      weekday: 'friday',
    };
    const meta = { requestId: 'request-1', envelope };
    await bench.store.append({ stream: newStream(), events: [counted(5)], meta });
    await eventually(() => expect(arrived).toEqual([{ ...envelope, data: { n: 5 } }]));
  });

  it('is woken by a commit: it need not poll', async () => {
    const woken = await relay('one', { pollMs: 3_600_000 });
    const stream = newStream();
    const { part } = await append(stream, 1);
    woken.wake(part!);
    await eventually(() => expect(numbersOf(stream)).toEqual([1]));
  });

  it('never publishes a row before the one before it in its stream was confirmed', async () => {
    await relay('one');
    const stuck = newStream();
    // So many that some are in the part of the stuck one.
    const others = Array.from({ length: 100 }, newStream);
    refuses = (event) => event.subject === stuck && (event.data as { n: number }).n === 2;
    await append(stuck, 1, 2, 3);
    for (const other of others) await append(other, 1, 2, 3);

    await eventually(() => {
      for (const other of others) expect(numbersOf(other)).toEqual([1, 2, 3]);
    });
    expect(numbersOf(stuck)).toEqual([1]);
    refuses = () => false;
    await eventually(() => expect(numbersOf(stuck)).toEqual([1, 2, 3]));
    await eventually(async () => expect(await outboxSize()).toBe(0));
  });

  it('keeps everything while nobody takes it', async () => {
    await broker.close();
    broker = new InProcessBroker();
    await relay('one');
    await append(newStream(), 1, 2);
    expect(await outboxSize()).toBe(2);
  });

  it('finds a row that commits after rows with higher ids (trap T3)', async () => {
    await relay('one');
    const [slow, fast] = [newStream(), newStream()];
    await bench.store.inStreams([slow], async (_tx, appendSlowly) => {
      await appendSlowly({ stream: slow, events: [counted(1)] });
      await append(fast, 2);
      await eventually(() => expect(numbersOf(fast)).toEqual([2]));
    });
    await eventually(() => expect(numbersOf(slow)).toEqual([1]));
  });
});

describe('the leases of outbox parts', () => {
  it('are shared among replicas, and come back when one stops', async () => {
    await relay('one', { leaseMs: 300 });
    const two = await relay('two', { leaseMs: 300 });
    await eventually(async () =>
      expect(await bench.database.run(leases)).toEqual([
        { owner: 'one', parts: 8 },
        { owner: 'two', parts: 8 },
      ]),
    );
    await two.onModuleDestroy();
    await eventually(async () =>
      expect(await bench.database.run(leases)).toEqual([{ owner: 'one', parts: 16 }]),
    );
  });

  it('are taken over from a relay that died', async () => {
    const die = statement<[], never>(
      'spec_dead_relay',
      `UPDATE outbox_lease SET owner = 'dead', epoch = 7, expires_at = clock_timestamp() + interval '400 ms'`,
    );
    await bench.database.run(die);
    await relay('one', { leaseMs: 300 });
    const stream = newStream();
    await append(stream, 1);
    await eventually(() => expect(numbersOf(stream)).toEqual([1]));
  });

  it('fence off an owner that slept through their end: it deletes nothing any more', async () => {
    await relay('sleeper', { leaseMs: 3_600_000 });
    const takeOver = statement<[], never>(
      'spec_take_over',
      `UPDATE outbox_lease SET owner = 'other', epoch = epoch + 1, expires_at = clock_timestamp() + interval '1 hour'`,
    );
    await bench.database.run(takeOver);
    const stream = newStream();
    await append(stream, 1);
    // It publishes what it believes to be its own; the new owner would publish it again, the consumer knows it.
    await eventually(() => expect(numbersOf(stream)).toEqual([1]));
    const { part } = await append(stream, 2);
    relays[0]!.wake(part!);
    await relays[0]!.onModuleDestroy();
    expect(await outboxSize()).toBe(2);
    expect(numbersOf(stream)).toEqual([1]);
  });
});
