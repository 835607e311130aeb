import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import { counted, type EventStoreBench, Noted, openEventStore } from '#lib/testing';
import { type AppendOptions, EventIdTaken, IdempotencyKeyReused, VersionConflict } from './index.js';

let bench: EventStoreBench;
beforeAll(async () => (bench = await openEventStore()));
afterAll(() => bench.close());

let key: string;
beforeEach(() => (key = randomUUID()));

const newStream = () => `test/${randomUUID()}`;
const hire = (n: number, stream = newStream()): AppendOptions => ({
  stream,
  expected: 0,
  events: [counted(n)],
});

const recordedIn = statement<
  [streams: string[]],
  { stream: string; xid: string; request_id: string; part: number }
>(
  'spec_recorded_in',
  `SELECT e.stream, e.xid::text, o.request_id, o.part FROM events e JOIN outbox o ON o.event_position = e.position
    WHERE e.stream = ANY ($1) ORDER BY e.position`,
);

/** So many at once that most of them have to go together. */
function crowd(count: number): AppendOptions[] {
  return Array.from({ length: count }, (_, n) => ({ ...hire(n), meta: { requestId: `request ${n}` } }));
}

describe('appends that come at the same time', () => {
  it('share transactions, and each has its own event, outbox row and request id', async () => {
    const all = crowd(100);
    const appended = await Promise.all(all.map((each) => bench.store.append(each)));
    const rows = await bench.database.run(
      recordedIn,
      all.map(({ stream }) => stream),
    );

    expect(new Set(rows.map(({ xid }) => xid)).size).toBeLessThan(20);
    const told = (n: number) => rows.filter(({ stream }) => stream === all[n]!.stream);
    all.forEach(({ stream }, n) => {
      expect(appended[n]).toEqual({ stream, version: 1, part: told(n)[0]?.part });
      expect(told(n).map(({ request_id: id }) => id)).toEqual([`request ${n}`]);
    });
    const [first] = await bench.store.read(all[50]!.stream);
    expect(first).toMatchObject({ version: 1, published: 1, data: { n: 50 }, id: all[50]!.events[0]!.id });
  });

  it.each([
    ['a stream that there is', VersionConflict, ({ stream }: AppendOptions) => hire(2, stream)],
    ['a used key', IdempotencyKeyReused, () => ({ ...hire(3), idempotency: { key, fingerprint: 'other' } })],
    ['a used id', EventIdTaken, ({ events }: AppendOptions) => ({ ...hire(4), events })],
  ])('get each its own error, for %s, and the others are done', async (_, error, oddOneOut) => {
    const used = { ...hire(1), idempotency: { key, fingerprint: 'one' } };
    const before = await bench.store.append(used);
    const all = crowd(20);
    const asked = [
      ...all.slice(10),
      oddOneOut({ ...used, stream: before.stream }),
      used,
      ...all.slice(0, 10),
    ];
    const results = await Promise.allSettled(asked.map((each) => bench.store.append(each)));

    const failed = results.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
    expect(failed.map(({ constructor }) => constructor)).toEqual([error]);
    expect(results[11]).toMatchObject({ value: { stream: before.stream, version: 1 } });
    for (const { stream } of [before, ...all]) expect(await bench.store.read(stream)).toHaveLength(1);
  });

  it('are not undone by one that the database refuses', async () => {
    const refused = { ...hire(1), events: [{ ...counted(1), data: { text: 'a \0' } }] };
    const all = crowd(20);
    const results = await Promise.allSettled(
      [...all, refused, ...all.map(({ stream }) => ({ ...hire(2, stream), expected: 1 }))].map((each) =>
        bench.store.append(each),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    for (const { stream } of all) expect(await bench.store.read(stream)).toHaveLength(2);
  });

  it('go on counting versions and public events of one stream', async () => {
    const stream = newStream();
    const events = Array.from({ length: 30 }, (_, n) => counted(n, n % 3 === 0 ? Noted.type : undefined));
    await Promise.all(
      events.flatMap((event) => [
        bench.store.append({ stream, events: [event] }),
        bench.store.append(hire(0)),
      ]),
    );
    const recorded = await bench.store.read(stream);

    expect(recorded.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
    expect(recorded.map(({ version }) => version)).toEqual(events.map((_, n) => n + 1));
    const publicUpTo = (n: number) =>
      recorded.slice(0, n + 1).filter(({ type }) => type !== Noted.type).length;
    expect(recorded.map(({ published }) => published)).toEqual(events.map((_, n) => publicUpTo(n)));
  });

  it('answer the same key once, also when the requests with it are in one group', async () => {
    const same = { ...hire(1), idempotency: { key: randomUUID(), fingerprint: 'same' } };
    const again = () => ({ ...same, stream: newStream(), events: [counted(1)] });
    const asked = [...crowd(10), same, again(), again(), ...crowd(10), again()];
    const appended = await Promise.all(asked.map((each) => bench.store.append(each)));

    const told = [10, 11, 12, 23].map((n) => appended[n]!.stream);
    expect(new Set(told).size).toBe(1);
    const kept = await Promise.all(asked.slice(10, 13).map(({ stream }) => bench.store.read(stream)));
    expect(kept.flat()).toHaveLength(1);
  });

  it('wait for no stream that somebody else is at', async () => {
    const held = newStream();
    const one = Promise.withResolvers<void>();
    const isHeld = Promise.withResolvers<void>();
    const holding = bench.store.inStreams([held], async (_, append) => {
      isHeld.resolve();
      await one.promise;
      await append({ ...hire(1, held) });
    });
    await isHeld.promise;
    const waiting = [...crowd(4), { ...hire(2, held), expected: 1 }, ...crowd(4)].map((each) =>
      bench.store.append(each),
    );
    await Promise.all(waiting.filter((_, n) => n !== 4));
    one.resolve();
    await holding;
    expect((await waiting[4])?.version).toBe(2);
  });
});
