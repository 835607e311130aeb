import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { FeedWriter, StreamMoved } from '#lib/read-model';
import { toFeedBatch } from '../src/feed-batch.mapper.js';
import { planBatch } from '../src/plan-batch.js';
import { deliver, hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';

let bench: ProjectorBench;
beforeAll(async () => (bench = await ProjectorBench.open()));
afterAll(() => bench.close());

/** A consumer that has read where the stream stands, and is then overtaken by another one. */
async function overtaken(event: CloudEvent, byOther: () => Promise<void>): Promise<void> {
  await new FeedWriter(bench.database).inTransaction(async (feed) => {
    const streams = await feed.streams([{ source: event.source, stream: event.subject! }]);
    await byOther();
    await feed.write(toFeedBatch(planBatch([event], streams, []), []));
  });
}

describe('a projector that was overtaken by another one', () => {
  it('starts over when the hole it saw was filled meanwhile', async () => {
    const anna = newPerson();
    const [first, second, third] = [hired(anna, 1), promoted(anna, 2), promoted(anna, 3)];
    await bench.projector.project(deliver(first));
    const late = overtaken(third, () => bench.projector.project(deliver(second)));
    await expect(late).rejects.toBeInstanceOf(StreamMoved);
    await bench.projector.project(deliver(third));
    expect(await bench.about(anna)).toHaveLength(3);
  });

  it('starts over when what waits behind its event came meanwhile', async () => {
    const anna = newPerson();
    const [first, second] = [hired(anna, 1), promoted(anna, 2)];
    const late = overtaken(first, () => bench.projector.project(deliver(second)));
    await expect(late).rejects.toBeInstanceOf(StreamMoved);
    await bench.projector.project(deliver(first));
    expect(await bench.about(anna)).toHaveLength(2);
    expect(await bench.pendingOf(anna)).toEqual([]);
  });

  it('starts over when the stream was parked meanwhile', async () => {
    const anna = newPerson();
    const poison = hired(anna, 1, { type: 'employee.knighted.v1' });
    const late = overtaken(promoted(anna, 2), () => bench.projector.project(deliver(poison)));
    await expect(late).rejects.toBeInstanceOf(StreamMoved);
    await bench.projector.project(deliver(promoted(anna, 2)));
    expect((await bench.parkedOf(anna)).map(({ sequence }) => sequence)).toEqual(['1', '2']);
  });
});
