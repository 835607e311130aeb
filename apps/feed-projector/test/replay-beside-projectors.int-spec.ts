import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FeedWriter, StreamMoved } from '#lib/read-model';
import type { BatchProjector } from '../src/batch.projector.js';
import { toFeedBatch } from '../src/feed-batch.mapper.js';
import { keepEvent } from '../src/parked-message.mapper.js';
import type { ParkedOperator } from '../src/parked/parked.operator.js';
import { planBatch } from '../src/plan-batch.js';
import { faulty, operatorOn, order, park } from './operator-bench.js';
import { deliver, hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';

let bench: ProjectorBench;
let operators: ParkedOperator[];
beforeAll(async () => {
  bench = await ProjectorBench.open();
  operators = [operatorOn(bench), operatorOn(bench)];
});
afterAll(() => bench.close());

describe('while two projectors get the further events of a parked stream', () => {
  it('two replays at once lose nothing, double nothing and keep the order', async () => {
    const others = bench.another();
    for (let round = 0; round < 15; round++) {
      const anna = newPerson();
      const stream = { source: '/employee-registrar', stream: `employee/${anna}` };
      await bench.projector.project([faulty(hired(anna, 1)), ...deliver(promoted(anna, 2))]);
      const later = Array.from({ length: 8 }, (_, n) => promoted(anna, n + 3));
      const inOrder = async (projector: BatchProjector): Promise<void> => {
        for (const event of later) await projector.project(deliver(event));
      };
      const replays = operators.map(async (operator) =>
        operator.replay({ ...order, ...stream }).catch((error: { status?: number }) => {
          if (error.status !== 404) throw error;
        }),
      );
      await Promise.all([inOrder(bench.projector), inOrder(others), ...replays]);

      expect(await bench.parkedOf(anna)).toEqual([]);
      expect((await bench.logOf(anna)).map(({ sequence }) => Number(sequence))).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ]);
      expect(await bench.about(anna)).toHaveLength(10);
    }
  });
});

describe('a projector that has seen a stream parked', () => {
  it('starts over when a replay has let go of it meanwhile, also without applying anything', async () => {
    const anna = newPerson();
    const [first, second] = [hired(anna, 1), promoted(anna, 2)];
    await bench.projector.project(deliver(first));
    const id = await park(
      bench,
      keepEvent({ event: first, reason: 'not-applicable', detail: 'parked by one that was overtaken' }),
    );
    const late = new FeedWriter(bench.database).inTransaction(async (feed) => {
      const streams = await feed.streams([{ source: first.source, stream: first.subject! }]);
      await operators[0]!.replay({ ...order, id });
      await feed.write(toFeedBatch(planBatch([second], streams, []), []));
    });
    await expect(late).rejects.toBeInstanceOf(StreamMoved);
    await bench.projector.project(deliver(second));
    expect(await bench.about(anna)).toHaveLength(2);
  });
});
