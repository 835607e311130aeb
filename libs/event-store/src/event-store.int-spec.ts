import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ContractRegistry, defineEvent } from '#lib/envelope';
import { statement } from '#lib/postgres';
import { counted, Counted, type EventStoreBench, Noted, openEventStore } from '#lib/testing';
import { EventIdTaken, EventStore, IdempotencyKeyReused, VersionConflict } from './index.js';

let bench: EventStoreBench;
beforeAll(async () => (bench = await openEventStore()));
afterAll(() => bench.close());

const newStream = () => `test/${randomUUID()}`;
const outboxOf = statement<[stream: string], { request_id: string | null; part: number }>(
  'spec_outbox_of',
  `SELECT o.request_id, o.part FROM outbox o JOIN events e ON e.position = o.event_position
    WHERE e.stream = $1 ORDER BY o.id`,
);

describe('a stream', () => {
  it('is created once, however many try at the same time (trap T19)', async () => {
    const stream = newStream();
    const creates = Array.from({ length: 8 }, (_, n) =>
      bench.store.append({ stream, expected: 0, events: [counted(n)] }),
    );
    const results = await Promise.allSettled(creates);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(VersionConflict);
    expect(await bench.store.read(stream)).toHaveLength(1);
  });

  it('takes an append only at the version the writer saw', async () => {
    const stream = newStream();
    await bench.store.append({ stream, expected: 0, events: [counted(1), counted(2)] });

    const late = bench.store.append({ stream, expected: 1, events: [counted(3)] });
    await expect(late).rejects.toMatchObject({ name: 'VersionConflict', stream, expected: 1, actual: 2 });
    expect((await bench.store.append({ stream, expected: 2, events: [counted(3)] })).version).toBe(3);
  });

  it('keeps its versions apart also from a writer that goes past the append function', async () => {
    const stream = newStream();
    await bench.store.append({ stream, expected: 0, events: [counted(1)] });
    const past = statement<[stream: string, id: string], never>(
      'spec_insert_past_append',
      `INSERT INTO events (epoch, stream, version, published, event_id, type, data, meta, occurred_at)
       VALUES (1, $1, 1, 1, $2, 'test.counted.v1', '{"n": 9}', '{}', now())`,
    );
    await expect(bench.database.run(past, stream, randomUUID())).rejects.toMatchObject({
      constraint: 'events_stream_version',
    });
  });

  it('answers a retried append with the stored result', async () => {
    const stream = newStream();
    const events = [counted(1), counted(2)];
    const first = await bench.store.append({ stream, expected: 0, events });
    await bench.store.append({ stream, expected: 2, events: [counted(3)] });

    expect(await bench.store.append({ stream, expected: 0, events })).toEqual({
      stream,
      version: first.version,
    });
    expect(await bench.store.read(stream)).toHaveLength(3);
  });

  it('refuses an event id that belongs to another event', async () => {
    const [mine, other] = [newStream(), newStream()];
    const event = counted(1);
    await bench.store.append({ stream: mine, expected: 0, events: [event] });

    const elsewhere = bench.store.append({ stream: other, expected: 0, events: [event] });
    await expect(elsewhere).rejects.toBeInstanceOf(EventIdTaken);
    const partly = bench.store.append({ stream: mine, events: [event, counted(2)] });
    await expect(partly).rejects.toBeInstanceOf(EventIdTaken);
    expect(await bench.store.read(mine)).toHaveLength(1);
  });

  it('is appended to as a whole or not at all', async () => {
    const stream = newStream();
    const events = [counted(1), { ...counted(2), id: 'no uuid' }];
    await expect(bench.store.append({ stream, events })).rejects.toThrow('uuid');
    expect(await bench.store.read(stream)).toEqual([]);
    expect(await bench.database.run(outboxOf, stream)).toEqual([]);
  });
});

describe('an old event', () => {
  it('is read as the latest version of its contract', async () => {
    const CountedV2 = defineEvent({
      name: 'test.counted',
      version: 2,
      schema: z.object({ count: z.number() }),
      previous: Counted,
      upcast: ({ n }) => ({ count: n }),
    });
    const stream = newStream();
    await bench.store.append({ stream, events: [counted(7)] });
    const later = new EventStore(bench.database, new ContractRegistry([CountedV2]), () => true);
    expect(await later.read(stream)).toMatchObject([{ type: 'test.counted.v2', data: { count: 7 } }]);
    expect(await bench.store.read(stream)).toMatchObject([{ type: 'test.counted.v1', data: { n: 7 } }]);
  });
});

describe('an idempotency key', () => {
  const idempotency = () => ({ key: randomUUID(), fingerprint: 'hire Anna' });

  it('answers the second request with the first result, also when they come at once and name other streams', async () => {
    const key = idempotency();
    const appends = Array.from({ length: 5 }, () =>
      bench.store.append({ stream: newStream(), expected: 0, events: [counted(1)], idempotency: key }),
    );
    const results = await Promise.all(appends);
    expect(new Set(results.map(({ stream }) => stream)).size).toBe(1);
  });

  it('is refused for another request', async () => {
    const key = idempotency();
    await bench.store.append({ stream: newStream(), events: [counted(1)], idempotency: key });
    const other = { ...key, fingerprint: 'hire Ivan' };
    const reused = bench.store.append({ stream: newStream(), events: [counted(1)], idempotency: other });
    await expect(reused).rejects.toBeInstanceOf(IdempotencyKeyReused);
    await expect(bench.store.findIdempotent(other)).rejects.toBeInstanceOf(IdempotencyKeyReused);
  });

  it('is free again after its time', async () => {
    const key = idempotency();
    await bench.store.append({ stream: newStream(), events: [counted(1)], idempotency: key });
    await bench.store.forgetIdempotent(24, 100);
    expect(await bench.store.findIdempotent(key)).toBeDefined();
    await bench.store.forgetIdempotent(0, 100);
    expect(await bench.store.findIdempotent(key)).toBeUndefined();
  });
});

describe('the outbox', () => {
  it('gets a row for each public event, in the same transaction, with the request id', async () => {
    const stream = newStream();
    const { part } = await bench.store.append({
      stream,
      events: [counted(1), counted(2)],
      meta: { requestId: 'request-1' },
    });
    const rows = await bench.database.run(outboxOf, stream);
    expect(rows).toEqual([
      { request_id: 'request-1', part },
      { request_id: 'request-1', part },
    ]);
  });

  it('never hears of a private event, and the public ones are counted without it', async () => {
    const stream = newStream();
    await bench.store.append({ stream, events: [counted(1), counted(2, Noted.type)] });
    await bench.store.append({ stream, events: [counted(3)] });

    expect(await bench.database.run(outboxOf, stream)).toHaveLength(2);
    const events = await bench.store.read(stream);
    expect(events.map(({ version, published }) => [version, published])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
    const onlyPrivate = await bench.store.append({ stream, events: [counted(4, Noted.type)] });
    expect(onlyPrivate).toMatchObject({ version: 4 });
  });
});
