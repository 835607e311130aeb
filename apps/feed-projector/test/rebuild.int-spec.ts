import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import { FeedWriter, type Projecting } from '#lib/read-model';
import { eventually, gate } from '#lib/testing';
import { toFeedBatch } from '../src/feed-batch.mapper.js';
import { planBatch } from '../src/plan-batch.js';
import { companyStreams } from './company-streams.js';
import { deliver, hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';
import { RebuildBench, who } from './rebuild-bench.js';

let bench: ProjectorBench;
let builder: RebuildBench;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  builder = new RebuildBench(bench);
});
afterEach(() => builder.dropAll());
afterAll(() => bench.close());

const waitingForLock = statement<[], { sessions: number }>(
  'spec_waiting_for_lock',
  `SELECT count(*)::int AS sessions FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`,
);

describe('a new version', () => {
  beforeEach(() => builder.forget());

  it('is the live one, however the messages came, and while further ones come', async () => {
    const inOrder = companyStreams().flat();
    const shuffled = fc.shuffledSubarray([...inOrder, ...inOrder], { minLength: inOrder.length * 2 });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });
    const begins = fc.integer({ min: 0, max: inOrder.length * 2 });
    const run = fc.asyncProperty(
      shuffled,
      sizes,
      begins,
      fc.integer({ min: 1, max: 60 }),
      async (...drawn) => {
        const [messages, batches, before, step] = drawn;
        await builder.forget();
        await builder.play(messages.slice(0, before), batches);
        const version = await builder.rebuilds.start(who);
        await Promise.all([builder.play(messages.slice(before), batches), builder.catchUp(step)]);
        expect(await builder.whole(version)).toEqual(await builder.whole(1));
        await builder.rebuilds.drop(version, who);
      },
    );
    await fc.assert(run, { numRuns: 15 });
  }, 120_000);

  it('misses no batch that has its positions and is not committed yet, and none behind it', async () => {
    const [slow, fast] = [newPerson(), newPerson()];
    const version = await builder.rebuilds.start(who);
    const [drawn, commit] = [gate(), gate()];
    const event = hired(slow, 1);
    const open = new FeedWriter(bench.database).inTransaction(async (feed) => {
      const streams = await feed.streams([{ source: event.source, stream: event.subject! }]);
      await feed.write(toFeedBatch(planBatch([event], streams, []), []));
      drawn.open();
      await commit.opened;
    });
    await drawn.opened;
    const completing = builder.catchUp(50);
    const behind = bench.projector.project(deliver(hired(fast, 1)));
    await eventually(async () => expect(await bench.database.run(waitingForLock)).toEqual([{ sessions: 2 }]));
    commit.open();
    await Promise.all([open, completing, behind]);
    const both = await builder.whole(version);
    expect(both).toEqual(await builder.whole(1));
    expect([slow, fast].filter((person) => JSON.stringify(both).includes(person))).toHaveLength(2);
  });

  it('tells how far it is, how fast it goes, and when it will be there', async () => {
    await bench.projector.project(deliver(...Array.from({ length: 30 }, () => hired(newPerson(), 1))));
    const version = await builder.rebuilds.start(who);
    expect((await builder.report(version)).progress).toMatchObject({
      events: 0,
      total: 30,
      secondsLeft: null,
    });
    await builder.step(10);
    const { progress, status } = await builder.report(version);
    expect([status, progress]).toMatchObject(['building', { events: 10, total: 30 }]);
    expect(progress.eventsPerSecond).toBeGreaterThan(0);
    expect(progress.secondsLeft).toBeGreaterThan(0);
    await builder.catchUp(10);
    expect(await builder.report(version)).toMatchObject({
      status: 'ready',
      progress: { events: 30, total: 30, secondsLeft: null },
    });
  });

  it('rests between its batches, so that others get their share', async () => {
    await bench.projector.project(deliver(...Array.from({ length: 30 }, () => hired(newPerson(), 1))));
    await builder.rebuilds.start(who);
    const slowly: Projecting = async (events) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return builder.projectLog(events);
    };
    const step = await builder.step(10, slowly, 20);
    expect(step).toMatchObject({ did: 'wrote' });
    // Four times as long as the work took, which was a tenth of a second and however much longer.
    expect((step as { restMs: number }).restMs).toBeGreaterThanOrEqual(396);
    expect(await builder.step(10)).toEqual({ did: 'idle' });
    await eventually(async () => expect(await builder.step(10)).toMatchObject({ did: 'wrote' }));
  });

  it('stops at an event that the code of today cannot read, says so, and can be dropped', async () => {
    await bench.projector.project(deliver(hired(newPerson(), 1)));
    const version = await builder.rebuilds.start(who);
    const unable: Projecting = () => Promise.reject(new Error('no such contract'));
    expect(await builder.step(10, unable)).toMatchObject({ did: 'failed', why: 'no such contract' });
    expect(await builder.step(10)).toEqual({ did: 'idle' });
    expect(await builder.report(version)).toMatchObject({ status: 'building', failure: 'no such contract' });
    await builder.rebuilds.drop(version, who);
    await expect(builder.step(10)).resolves.toEqual({ did: 'idle' });
  });
});

describe('a live batch', () => {
  it('is written to the live version, and to those that are kept complete', async () => {
    const version = await builder.build();
    const anna = newPerson();
    await bench.projector.project(deliver(hired(anna, 1)));
    expect(JSON.stringify(await builder.whole(version))).toContain(anna);
    await builder.rebuilds.drop(version, who);
    await bench.projector.project(deliver(promoted(anna, 2)));
    expect(await bench.about(anna)).toHaveLength(2);
  });
});
