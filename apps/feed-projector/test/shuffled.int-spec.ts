import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { statement } from '#lib/postgres';
import type { BatchProjector } from '../src/batch.projector.js';
import { companyStreams } from './company-streams.js';
import { deliver, ProjectorBench } from './projector-bench.js';

let bench: ProjectorBench;
let other: BatchProjector;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  other = bench.another();
});
afterAll(() => bench.close());

const empty = statement<[], never>(
  'spec_empty',
  `TRUNCATE log, stream_progress, pending, parked, entry_v1, entry_audience_v1, entry_mention_v1, entry_past_v1, name_past_v1, name_v1, placement_v1, change_v1,
            reaction_v1, reaction_count_v1, curation_v1`,
);

/** Everything that readers may get to see, and what waits. */
const whole = statement<[], { feed: Record<string, unknown> }>(
  'spec_whole_feed',
  `SELECT json_build_object(
     'entries', (SELECT json_agg(to_jsonb(e) - 'since' ORDER BY e.id) FROM entry_v1 e),
     'pages', (SELECT json_agg(a ORDER BY a.audience, a.occurred_at, a.entry_id) FROM entry_audience_v1 a),
     'mentions', (SELECT json_agg(p ORDER BY p.mention, p.audience, p.occurred_at, p.entry_id) FROM entry_mention_v1 p),
     'names', (SELECT json_object_agg(mention, name ORDER BY mention) FROM name_v1),
     'placements', (SELECT json_object_agg(mention, department_id ORDER BY mention) FROM placement_v1),
     'reactions', (SELECT json_agg(r ORDER BY r.entry_id, r.person_id, r.kind) FROM reaction_v1 r),
     'curations', (SELECT json_agg(c ORDER BY c.entry_id, c.what) FROM curation_v1 c),
     'counts', (SELECT json_agg(c ORDER BY c.entry_id, c.kind) FROM reaction_count_v1 c WHERE c.count > 0),
     'logged', (SELECT count(*) FROM log),
     'waiting', (SELECT count(*) FROM pending) + (SELECT count(*) FROM parked)) AS feed`,
);

async function feedNow(): Promise<Record<string, unknown>> {
  return (await bench.database.run(whole))[0]!.feed;
}

/** Hands the messages out to two projectors at once, in batches of these sizes. */
async function play(messages: readonly CloudEvent[], sizes: readonly number[]): Promise<void> {
  const batches: CloudEvent[][] = [];
  for (let from = 0; from < messages.length; from += batches.at(-1)!.length) {
    batches.push(messages.slice(from, from + sizes[batches.length % sizes.length]!));
  }
  const projector = async (one: BatchProjector): Promise<void> => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) await one.project(deliver(...batch));
  };
  await Promise.all([projector(bench.projector), projector(other)]);
}

describe('fifty streams', () => {
  const streams = companyStreams();
  const inOrder = streams.flat();
  let expected: Record<string, unknown>;

  beforeAll(async () => {
    for (const event of inOrder) await bench.projector.project(deliver(event));
    expected = await feedNow();
  });
  beforeEach(() => bench.database.run(empty));

  it('are of every kind, and all of them are in the feed', () => {
    expect(streams).toHaveLength(50);
    expect(expected).toMatchObject({ logged: inOrder.length, waiting: 0 });
    expect((expected['counts'] as unknown[]).length).toBeGreaterThan(5);
  });

  it('delivered shuffled and twice end in the same feed as in order and once', async () => {
    const shuffled = fc.shuffledSubarray([...inOrder, ...inOrder], { minLength: inOrder.length * 2 });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(shuffled, sizes, async (messages, batches) => {
        await bench.database.run(empty);
        await play(messages, batches);
        expect(await feedNow()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
