import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { FeedInspection, FeedWriter, openHoles } from '#lib/read-model';
import { PENDING_MOST, planPartIn } from '../src/batch.planner.js';
import { toFeedBatch } from '../src/feed-batch.mapper.js';
import { deliver, hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';

let bench: ProjectorBench;
beforeAll(async () => (bench = await ProjectorBench.open()));
afterAll(() => bench.close());

const MANY = 2 * PENDING_MOST + 20;

/** So many events of one stream wait for the first one. */
async function waiting(person: string, change: (event: CloudEvent) => CloudEvent = (event) => event) {
  const behind = Array.from({ length: MANY }, (_, n) => change(promoted(person, n + 2)));
  await bench.projector.project(deliver(...behind));
  expect(await bench.pendingOf(person)).toHaveLength(MANY);
  return behind;
}
const sequencesOf = async (person: string): Promise<number[]> =>
  (await bench.logOf(person)).map(({ sequence }) => Number(sequence));
const upTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);

describe('a long wait behind a hole', () => {
  it('is not read by what comes meanwhile', async () => {
    const anna = newPerson();
    const [early] = await waiting(anna);
    const one = { source: early!.source, stream: early!.subject!, sequences: [MANY + 7, 5] };
    const states = await new FeedWriter(bench.database).inTransaction((feed) =>
      feed.streamsNear([one], PENDING_MOST),
    );
    expect(states[0]!.pending.map(({ sequence }) => sequence)).toEqual([5]);
  });

  it('ends with all events in order, when the hole is filled', async () => {
    const anna = newPerson();
    await waiting(anna);
    await bench.projector.project(deliver(hired(anna, 1)));
    expect(await bench.pendingOf(anna)).toEqual([]);
    expect(await sequencesOf(anna)).toEqual(upTo(MANY + 1));
  });

  it('ends by the copy of what filled the hole, when the process ended on the way', async () => {
    const anna = newPerson();
    await waiting(anna);
    const first = hired(anna, 1);
    // The first of its transactions, and no more of them.
    await new FeedWriter(bench.database).inTransaction(async (feed) => {
      const { plan, unfinished } = await planPartIn(feed, [first], new Map(), bench.personal);
      expect(plan.applied).toHaveLength(PENDING_MOST + 1);
      expect(unfinished).toHaveLength(1);
      await feed.write(toFeedBatch(plan, []));
    });
    await bench.projector.project(deliver(first));
    expect(await bench.pendingOf(anna)).toEqual([]);
    expect(await sequencesOf(anna)).toEqual(upTo(MANY + 1));
  });

  it('ends with the stream parked as a whole behind an event that breaks its contract', async () => {
    const anna = newPerson();
    const broken = PENDING_MOST + 300;
    await waiting(anna, (event) => (event.sequence === broken ? { ...event, data: { position: 4 } } : event));
    await bench.projector.project(deliver(hired(anna, 1)));
    expect(await sequencesOf(anna)).toEqual(upTo(broken - 1));
    expect(await bench.pendingOf(anna)).toEqual([]);
    const parked = await bench.parkedOf(anna);
    expect(parked).toHaveLength(MANY + 2 - broken);
    expect(Number(parked[0]!.sequence)).toBe(broken);
  });

  it('ends with the stream parked behind an event that the database refuses, though it waited there', async () => {
    const anna = newPerson();
    const taken = hired(newPerson(), 1);
    await bench.projector.project(deliver(taken));
    const bad = PENDING_MOST + 300;
    // Its id is in the log, of another stream: what the planner cannot know of an event that waits.
    await waiting(anna, (event) => (event.sequence === bad ? { ...event, id: taken.id } : event));
    const first = hired(anna, 1);
    await bench.projector.project(deliver(first));
    expect(await sequencesOf(anna)).toEqual(upTo(bad - 1));
    expect((await bench.parkedOf(anna))[0]).toMatchObject({ sequence: String(bad), reason: 'id-taken' });
    await bench.projector.project(deliver(first));
    expect(await bench.pendingOf(anna)).toEqual([]);
  });

  it('is told to operators, and asked for, when its publisher counts by clocks', async () => {
    const anna = newPerson();
    const late = hired(anna, 999_999_999_999_999);
    await bench.projector.project(deliver(late));
    const inspection = new FeedInspection(bench.database);
    const hole = { stream: `employee/${anna}`, missing: 1, waiting: 1 };
    expect((await inspection.status()).holes).toContainEqual(expect.objectContaining(hole));
    expect((await inspection.find(late.id)).pending).toMatchObject([{ sequence: late.sequence }]);
    const open = await openHoles(bench.database, 0, 10);
    expect(open).toContainEqual(expect.objectContaining({ from: 1, to: late.sequence! - 1 }));
    await bench.projector.project(deliver(hired(anna, 1)));
    expect(await bench.logOf(anna)).toHaveLength(1);
  });
});
