import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import { FeedWriter } from '#lib/read-model';
import { eventually, gate } from '#lib/testing';
import { toFeedBatch } from '../src/feed-batch.mapper.js';
import { planBatch } from '../src/plan-batch.js';
import { deliver, hired, newPerson, ProjectorBench } from './projector-bench.js';

let bench: ProjectorBench;
beforeAll(async () => (bench = await ProjectorBench.open()));
afterAll(() => bench.close());

const waiting = statement<[], { sessions: number }>(
  'spec_waiting_for_positions',
  `SELECT count(*)::int AS sessions FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`,
);
const changesAfter = statement<[position: string], { mentions: string[] }>(
  'spec_changes_after',
  `SELECT e.mentions FROM change_v1 c JOIN entry_v1 e ON e.id = c.entry_id WHERE c.position > $1 ORDER BY c.position`,
);

describe('a position', () => {
  it('is seen only after all that are lower: whoever reads on from it misses nothing (trap T13)', async () => {
    const [slow, fast] = [newPerson(), newPerson()];
    const before = await bench.reader.position();
    const [drawn, commit] = [gate(), gate()];
    const event = hired(slow, 1);
    const first = new FeedWriter(bench.database).inTransaction(async (feed) => {
      const streams = await feed.streams([{ source: event.source, stream: event.subject! }]);
      await feed.write(toFeedBatch(planBatch([event], streams, []), []));
      drawn.open();
      await commit.opened;
    });
    await drawn.opened;
    const second = bench.projector.project(deliver(hired(fast, 1)));
    await eventually(async () => expect(await bench.database.run(waiting)).toEqual([{ sessions: 1 }]));
    expect(await bench.reader.position()).toEqual(before);

    commit.open();
    await Promise.all([first, second]);
    expect(await bench.database.run(changesAfter, before.position)).toEqual([
      { mentions: [`person:${slow}`] },
      { mentions: [`person:${fast}`] },
    ]);
  });
});
