import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import type { Delivery } from '#lib/messaging';
import { statement } from '#lib/postgres';
import { Attempts, FeedWriter, ParkedMessage } from '#lib/read-model';
import { CarefulProjector } from '../src/attempts/careful.projector.js';
import type { Received } from '../src/decoded.message.js';
import { BatchProjector } from '../src/batch.projector.js';
import { anyPublisher } from '../src/publishers/publishers.js';
import { deliver, hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';

let bench: ProjectorBench;
beforeAll(async () => (bench = await ProjectorBench.open()));
afterAll(() => bench.close());

const again = (...events: CloudEvent[]): Delivery[] =>
  deliver(...events).map((delivery) => ({ ...delivery, redelivered: true }));
const startedNow = statement<[], { started: number }>(
  'spec_started',
  'SELECT started FROM attempt ORDER BY 1',
);
const started = async () => (await bench.database.run(startedNow)).map((row) => row.started);
const blamed = () => bench.database.repository(ParkedMessage).countBy({ reason: 'killed-the-projector' });

/** Its process ends over some messages: nothing after that is done any more, and nothing is tidied up. */
class EndsOver extends BatchProjector {
  readonly tried: number[] = [];

  constructor(private readonly killer: (delivery: Received) => boolean) {
    super(new FeedWriter(bench.database), anyPublisher, bench.personal);
  }

  override async project(deliveries: readonly Received[]): Promise<void> {
    this.tried.push(deliveries.length);
    if (deliveries.some((one) => one.refusal === undefined && this.killer(one))) return new Promise(() => {});
    return super.project(deliveries);
  }
}

const is = (event: CloudEvent) => (delivery: Received) => delivery.body.includes(event.id);

/** One life of a process: whether it got through the batch, or ended. */
async function live(projector: BatchProjector, batch: readonly Delivery[]): Promise<'through' | 'ended'> {
  const working = new CarefulProjector(projector, new Attempts(bench.database)).project(batch);
  // What hangs has ended: all else takes milliseconds.
  const ended = new Promise<'ended'>((resolve) => setTimeout(() => resolve('ended'), 1_500));
  return Promise.race([working.then(() => 'through' as const), ended]);
}

describe('a message that ends the process', () => {
  it('is parked after five attempts, its stream behind it, and none of its neighbours is blamed', async () => {
    const [anna, ivan] = [newPerson(), newPerson()];
    const killer = promoted(anna, 2);
    const events = [hired(anna, 1), hired(ivan, 1), killer, promoted(anna, 3), promoted(ivan, 2)];
    const lives: string[] = [];
    const tried: number[][] = [];
    while (lives.at(-1) !== 'through' && lives.length < 10) {
      const projector = new EndsOver(is(killer));
      lives.push(await live(projector, lives.length === 0 ? deliver(...events) : again(...events)));
      tried.push(projector.tried);
    }
    expect(lives).toEqual([...Array.from({ length: 5 }, () => 'ended'), 'through']);
    expect(tried.slice(0, 4)).toEqual([[5], [5], [1, 1, 1], [2, 1]]);
    expect((await bench.parkedOf(anna)).map((row) => [row.sequence, row.reason])).toEqual([
      ['2', 'killed-the-projector'],
      ['3', 'stream-parked'],
    ]);
    expect(await bench.about(anna)).toHaveLength(1);
    expect(await bench.about(ivan)).toHaveLength(2);
    expect(await started()).toEqual([]);
  });
});

describe('messages that come again', () => {
  it('leave no count when they are finished', async () => {
    const anna = newPerson();
    await live(bench.projector, again(hired(anna, 1), promoted(anna, 2)));
    expect(await bench.about(anna)).toHaveLength(2);
    expect(await started()).toEqual([]);
  });

  it('are not blamed for a database that refuses them, however often', async () => {
    const anna = newPerson();
    const batch = again(hired(anna, 1));
    const before = await blamed();
    await bench.database.run(statement<[], never>('spec_break', 'ALTER TABLE log RENAME TO log_away'));
    for (let n = 0; n < 8; n++) await expect(live(bench.projector, batch)).rejects.toThrow(/log/);
    await bench.database.run(statement<[], never>('spec_mend', 'ALTER TABLE log_away RENAME TO log'));
    expect(await live(bench.projector, batch)).toBe('through');
    expect(await bench.about(anna)).toHaveLength(1);
    expect(await blamed()).toBe(before);
    expect(await started()).toEqual([]);
  });
});

describe('messages that come for the first time', () => {
  it('are neither counted nor looked up', async () => {
    const anna = newPerson();
    const untouched = new Attempts(undefined as never);
    await new CarefulProjector(bench.projector, untouched).project(deliver(hired(anna, 1)));
    expect(await bench.about(anna)).toHaveLength(1);
  });
});
