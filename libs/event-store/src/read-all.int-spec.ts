import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import { counted, eventually, type EventStoreBench, openEventStore } from '#lib/testing';
import { type AllPosition, type RecordedEvent, START_OF_ALL } from './index.js';

let bench: EventStoreBench;
beforeEach(async () => (bench = await openEventStore()));
afterEach(() => bench.close());

const newStream = () => `test/${randomUUID()}`;

async function readOn(after: AllPosition): Promise<{ events: RecordedEvent[]; position: AllPosition }> {
  const events: RecordedEvent[] = [];
  let position = after;
  for (;;) {
    const page = await bench.store.readAll(position, 7);
    if (page.events.length === 0) return { events, position };
    events.push(...page.events);
    position = page.position;
  }
}

const anyOf = (streams: readonly string[]) => streams[Math.floor(Math.random() * streams.length)]!;
const streamsOf = (events: readonly RecordedEvent[]) => events.map(({ stream }) => stream);

/** Events whose predecessor in their stream came later, or not at all. */
function inversions(events: readonly RecordedEvent[]): number {
  const last = new Map<string, number>();
  return events.filter(({ stream, version }) => {
    const inOrder = version === (last.get(stream) ?? 0) + 1;
    last.set(stream, version);
    return !inOrder;
  }).length;
}

const scratch = statement<[], never>('spec_scratch', `CREATE TABLE IF NOT EXISTS scratch (n int)`);
const write = statement<[], never>('spec_write', `INSERT INTO scratch VALUES (1)`);

// What is read ends before the oldest open transaction of the whole cluster, so other suites may delay it: hence eventually.
describe('reading everything', () => {
  it('skips nothing that commits late (trap T1)', async () => {
    const [slow, fast] = [newStream(), newStream()];
    let commit = (): void => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let appended = (): void => undefined;
    const isAppended = new Promise<void>((resolve) => (appended = resolve));
    const slowly = bench.store.inStreams([slow], async (_tx, append) => {
      await append({ stream: slow, events: [counted(1)] });
      appended();
      await held;
    });
    await isAppended;
    await bench.store.append({ stream: fast, events: [counted(2)] });

    const early = await readOn(START_OF_ALL);
    expect(streamsOf(early.events)).toEqual([]);
    commit();
    await slowly;
    await eventually(async () => {
      const late = await readOn(early.position);
      expect(streamsOf(late.events)).toEqual([slow, fast]);
    });
  });

  it('keeps every stream in order, also where transactions wrote before they appended (trap T2)', async () => {
    await bench.database.run(scratch);
    const streams = Array.from({ length: 5 }, newStream);
    const writer = async (): Promise<void> => {
      for (let n = 0; n < 50; n++) {
        const some = [anyOf(streams), anyOf(streams)];
        await bench.store.inStreams(some, async (tx, append) => {
          await tx.run(write);
          if (Math.random() < 0.3) await sleep(2);
          for (const stream of some) await append({ stream, events: [counted(n)] });
        });
      }
    };
    await Promise.all(Array.from({ length: 20 }, writer));

    const events = await eventually(async () => {
      const all = await readOn(START_OF_ALL);
      expect(all.events).toHaveLength(2_000);
      return all.events;
    });
    expect(inversions(events)).toBe(0);
  }, 60_000);

  it('would invert a stream if its lock did not come first: what the test above protects', async () => {
    await bench.database.run(scratch);
    const stream = newStream();
    const writer = new Client({ connectionString: bench.url, options: '-c search_path=source' });
    await writer.connect();
    await writer.query('BEGIN');
    await writer.query('INSERT INTO scratch VALUES (1)');
    await bench.store.append({ stream, events: [counted(1)] });
    await writer.query(
      `SELECT * FROM append_events($1, -1, ARRAY[$2::uuid], ARRAY['test.counted.v1'], ARRAY['{"n": 2}'::jsonb],
                                   ARRAY[true], now(), '{}', NULL, NULL)`,
      [stream, randomUUID()],
    );
    await writer.query('COMMIT');
    await writer.end();

    await eventually(async () => {
      const { events } = await readOn(START_OF_ALL);
      expect(events.map(({ version }) => version)).toEqual([2, 1]);
    });
  });

  it('goes on after a restore into another cluster, whose transaction ids are lower (trap T5)', async () => {
    await bench.store.append({ stream: newStream(), events: [counted(1)] });
    // What a dump restored elsewhere looks like: rows of higher transaction ids, and another system identifier.
    const restore = statement<[], never>('spec_restore', `UPDATE events SET xid = '999999999'::xid8`);
    const elsewhere = statement<[], never>(
      'spec_elsewhere',
      `UPDATE event_epoch SET system_identifier = 'another'`,
    );
    await bench.database.run(restore);
    const blind = await readOn(START_OF_ALL);
    expect(blind.events).toHaveLength(0);

    await bench.database.run(elsewhere);
    await bench.store.onApplicationBootstrap();
    const before = await readOn(START_OF_ALL);
    expect(before.events).toHaveLength(1);
    const next = newStream();
    await bench.store.append({ stream: next, events: [counted(2)] });
    await eventually(async () => {
      const after = await readOn(before.position);
      expect(streamsOf(after.events)).toEqual([next]);
    });
  });

  it('goes on after such a restore also in a process that lived through it (trap T5)', async () => {
    const [old, next] = [newStream(), newStream()];
    await bench.store.append({ stream: old, events: [counted(1)] });
    const moved = statement<[], never>(
      'spec_moved',
      `WITH higher AS (UPDATE events SET xid = '999999999'::xid8)
       UPDATE event_epoch SET system_identifier = 'another'`,
    );
    await bench.database.run(moved);

    const before = await readOn(START_OF_ALL);
    expect(streamsOf(before.events)).toEqual([old]);
    await Promise.all(
      Array.from({ length: 8 }, () => bench.store.append({ stream: next, events: [counted(2)] })),
    );
    await eventually(async () => {
      const after = await readOn(before.position);
      expect(streamsOf(after.events)).toEqual(Array.from({ length: 8 }, () => next));
    });
  });
});
