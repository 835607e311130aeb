import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import { counted, type EventStoreBench, openEventStore } from '#lib/testing';
import { VersionConflict } from './index.js';

let bench: EventStoreBench;
beforeAll(async () => (bench = await openEventStore()));
afterAll(() => bench.close());

const newStream = () => `test/${randomUUID()}`;
const outboxSize = statement<[stream: string], { rows: number }>(
  'spec_outbox_size',
  `SELECT count(*)::int AS rows FROM outbox o JOIN events e ON e.position = o.event_position WHERE e.stream = $1`,
);

describe('a transaction over several streams', () => {
  it('appends to all of them or to none', async () => {
    const [one, two] = [newStream(), newStream()];
    const half = bench.store.inStreams([one, two], async (_tx, append) => {
      await append({ stream: one, events: [counted(1)] });
      await append({ stream: two, expected: 7, events: [counted(2)] });
    });
    await expect(half).rejects.toBeInstanceOf(VersionConflict);
    expect(await bench.store.read(one)).toEqual([]);

    await bench.store.inStreams([one, two], async (_tx, append) => {
      await append({ stream: one, events: [counted(1)] });
      await append({ stream: two, expected: 0, events: [counted(2)] });
    });
    expect(await bench.store.read(one)).toHaveLength(1);
    expect(await bench.store.read(two)).toHaveLength(1);
    expect(await bench.database.run(outboxSize, two)).toEqual([{ rows: 1 }]);
  });

  it('waits for no other one that has the same streams in another order', async () => {
    const streams = Array.from({ length: 20 }, newStream);
    const writer = async (order: readonly string[]): Promise<void> => {
      for (let n = 0; n < 10; n++)
        await bench.store.inStreams(order, async (_tx, append) => {
          for (const stream of order) await append({ stream, events: [counted(n)] });
        });
    };
    await Promise.all([writer(streams), writer(streams.toReversed()), writer(streams)]);
    for (const stream of streams) expect(await bench.store.read(stream)).toHaveLength(30);
  });

  it('takes no stream that was not locked at its beginning', async () => {
    const [named, other] = [newStream(), newStream()];
    const past = bench.store.inStreams([named], (_tx, append) =>
      append({ stream: other, events: [counted(1)] }),
    );
    await expect(past).rejects.toThrow(`${other} is not locked`);
    expect(await bench.store.read(other)).toEqual([]);
  });
});

describe('a recorded event', () => {
  it('is found by its id as it was recorded, whatever the contracts say by now', async () => {
    const stream = newStream();
    const event = { ...counted(1), data: { n: 1, more: 'than the contract knows' } };
    await bench.store.append({ stream, events: [event], meta: { requestId: 'request-1' } });
    const found = await bench.store.findRecorded([event.id, randomUUID()]);
    expect(found).toMatchObject([{ ...event, stream, meta: { requestId: 'request-1' } }]);
  });
});
