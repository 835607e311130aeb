import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { entryIdOf, FeedWriter } from '#lib/read-model';
import { toFeedBatch } from '../src/feed-batch.mapper.js';
import { planBatch } from '../src/plan-batch.js';
import { HistoryProjector } from '../src/show-history/history.projector.js';
import { deliver, hired, newPerson, ProjectorBench, promoted, reacted, thanked } from './projector-bench.js';

let bench: ProjectorBench;
let writer: FeedWriter;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  writer = new FeedWriter(bench.database);
});
afterAll(() => bench.close());

/** Does what a projector does that has no card for these events. */
async function logWithoutCard(...events: CloudEvent[]): Promise<void> {
  await writer.inTransaction(async (feed) => {
    const keys = [...new Set(events.map(({ subject }) => subject!))];
    const source = events[0]!.source;
    const streams = await feed.streams(keys.map((stream) => ({ source, stream })));
    const plan = planBatch(events, streams, []);
    const applied = plan.applied.map(({ event }) => ({ event, shown: false }));
    await feed.write(toFeedBatch({ ...plan, applied }, []));
  });
}

const renamed = (employeeId: string, sequence: number, name: string): CloudEvent =>
  hired(employeeId, sequence, {
    type: 'employee.renamed.v1',
    data: { employeeId, name, previousName: 'Anna Ivanova' },
  });
const show = () => new HistoryProjector(writer, bench.personal).show();

describe('when its card comes, an event that was logged without one', () => {
  it('is shown where it belongs, with the name that it told, and once', async () => {
    const anna = newPerson();
    const lateHire = hired(anna, 1, { time: '2026-11-01T10:00:00.000Z' });
    await logWithoutCard(lateHire);
    await bench.projector.project(deliver(promoted(anna, 2)));
    expect(await bench.about(anna)).toMatchObject([{ name: 'employee.position-changed', names: null }]);
    expect(await writer.countNotShown()).toEqual([{ type: 'employee.hired.v1', count: 1 }]);

    expect(await show()).toBe(1);
    expect(await bench.about(anna)).toMatchObject([
      { name: 'employee.position-changed', names: { [`person:${anna}`]: 'Anna Ivanova' } },
      { name: 'employee.hired', occurred_at: '2026-11-01T10:00:00.000000Z' },
    ]);
    expect(await show()).toBe(0);
    expect(await writer.countNotShown()).toEqual([]);
  });

  it('does not set a name back that was changed since', async () => {
    const anna = newPerson();
    await logWithoutCard(hired(anna, 1));
    await bench.projector.project(deliver(renamed(anna, 2, 'Anna Petrova')));
    expect(await show()).toBe(1);
    expect((await bench.about(anna))[0]!.names).toEqual({ [`person:${anna}`]: 'Anna Petrova' });
  });

  it('does not bring back what was taken back since, and takes back what was shown before', async () => {
    const [anna, boris] = [newPerson(), newPerson()];
    const [given, takenBack] = thanked(anna, [boris]);
    await logWithoutCard(given);
    await bench.projector.project(deliver(takenBack));
    expect(await show()).toBe(1);
    expect(await bench.about(boris)).toEqual([]);

    const [givenAgain, takenBackLate] = thanked(anna, [boris]);
    await bench.projector.project(deliver(givenAgain));
    await logWithoutCard(takenBackLate);
    expect(await bench.about(boris)).toHaveLength(1);
    expect(await show()).toBe(1);
    expect(await bench.about(boris)).toEqual([]);
  });

  it('counts a reaction, unless it was removed since', async () => {
    const [anna, boris] = [newPerson(), newPerson()];
    const hire = hired(anna, 1);
    const entryId = entryIdOf(hire.source, hire.id);
    await bench.projector.project(deliver(hire));
    await logWithoutCard(reacted(entryId, anna, 1, 'added'), reacted(entryId, boris, 1, 'added'));
    await bench.projector.project(deliver(reacted(entryId, boris, 2, 'removed')));
    expect(await show()).toBe(2);
    expect((await bench.about(anna))[0]!.reactions).toEqual([{ kind: 'like', count: 1, mine: false }]);
  });

  it('is shown whole, however much there is of it', async () => {
    const people = Array.from({ length: 450 }, newPerson);
    await logWithoutCard(...people.map((person) => hired(person, 1)));
    const told: number[] = [];
    expect(await new HistoryProjector(writer, bench.personal).show((sofar) => told.push(sofar))).toBe(450);
    expect(told).toEqual([200, 400, 450]);
    expect(await bench.about(people[449]!)).toHaveLength(1);
  });
});
