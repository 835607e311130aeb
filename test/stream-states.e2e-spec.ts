import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '#lib/identity';
import { CHIEF } from '#lib/testing';
import { type Random, randomOf } from '../tools/faults/random.js';
import { RebuildOperator } from '../tools/rebuild/rebuild.operator.js';
import { FollowingReader, sequenceOf } from './support/following.reader.js';
import { as, readFeed } from './support/http.js';
import { RandomCompany } from './support/random.company.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

const ROUNDS = 6;
const ACTS_IN_A_ROUND = 30;
/** At once, so that one turn has several to tell. */
const ACTS_AT_ONCE = 6;
const BREAKS = 0.15;

/** Signs of life come often, so that a reader knows soon how far the feed has come; few changes are replayed. */
const SETTINGS = { STREAM_HEARTBEAT_MS: '100', STREAM_REPLAY_CHANGES: '60', STREAMS_PER_PERSON: '100' };

let system: RunningFeed;
beforeAll(async () => (system = await startTogether(SETTINGS)));
afterAll(() => system.close());

describe.each([1, 2, 3])('with the seed %i, whoever follows the feed', (seed) => {
  it('knows the same as who reads it, wherever they are cut off, however slowly they read', async () => {
    const random = randomOf(seed);
    const company = new RandomCompany(system, random);
    await company.found();
    const readers = readersOf(company).map(
      ({ persona, filters }) =>
        new FollowingReader(system.feed, persona, filters, () => random.next() < BREAKS),
    );
    for (const reader of readers) reader.start();
    for (let round = 1; round <= ROUNDS; round++) {
      const disturbing = disturb(readers, random);
      const rebuilding = round === ROUNDS / 2 ? rebuild() : Promise.resolve();
      for (let n = 0; n < ACTS_IN_A_ROUND; n += ACTS_AT_ONCE)
        await Promise.all(Array.from({ length: ACTS_AT_ONCE }, () => company.happen()));
      await Promise.all([disturbing, rebuilding]);
      for (const reader of readers) await expectSame(reader);
    }
    for (const reader of readers) await reader.stop();
    expect(readers.reduce((sum, { resumed }) => sum + resumed, 0)).toBeGreaterThan(readers.length);
    expect(readers.reduce((sum, { resets }) => sum + resets, 0)).toBeGreaterThan(readers.length);
  }, 300_000);
});

function readersOf({ people, departments }: RandomCompany): {
  persona: Persona;
  filters: Record<string, string>;
}[] {
  const [anna = '', boris = '', carla = ''] = people;
  const [company = '', platform = '', , web = ''] = departments;
  return [
    { persona: { subject: 'nobody' }, filters: {} },
    { persona: { subject: anna }, filters: {} },
    { persona: { subject: boris }, filters: {} },
    { persona: { subject: carla, roles: ['hr'] }, filters: {} },
    { persona: { subject: 'vera', roles: ['editor'] }, filters: {} },
    { persona: { subject: anna }, filters: { type: 'thanks.*,announcement.posted' } },
    { persona: { subject: boris }, filters: { person: anna } },
    { persona: { subject: 'vera', roles: ['editor'] }, filters: { department: platform } },
    { persona: { subject: carla }, filters: { department: web, type: 'employee.*' } },
    { persona: { subject: anna }, filters: { q: 'soup' } },
    { persona: { subject: 'nobody' }, filters: { q: 'anna', department: company } },
    { persona: { subject: boris }, filters: { from: '2026-11-20T10:00:00Z', to: '2026-11-20T10:00:01Z' } },
  ];
}

/** Has some read slowly, for about as long as a round takes. */
async function disturb(readers: readonly FollowingReader[], random: Random): Promise<void> {
  for (let n = 0; n < 20; n++) {
    void random.pick(readers).pause(random.int(10, 300));
    await sleep(random.int(0, 60));
  }
}

async function rebuild(): Promise<void> {
  const operator = new RebuildOperator(system.projector, { reason: 'a spec', headers: await as(CHIEF) });
  const version = await operator.start();
  await operator.verified(version);
  await operator.decide(version, 'switch');
}

/** Whenever a reader is where the feed is, and it stands still meanwhile, they know what it answers. */
async function expectSame(reader: FollowingReader): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    expect(reader.fault).toBeUndefined();
    const known = [...reader.entries.values()];
    const before = reader.sequence;
    const { entries, position } = await reader.readList();
    const { meta } = await readFeed(reader.feed, { limit: '1' });
    const isStill = sequenceOf(position) === sequenceOf(meta.position);
    if (isStill && before === sequenceOf(position)) {
      expect({ reader: [reader.persona, reader.filters], entries: sorted(known) }).toEqual({
        reader: [reader.persona, reader.filters],
        entries: sorted(entries),
      });
      return;
    }
    if (performance.now() > deadline)
      throw new Error(`${JSON.stringify([reader.persona, reader.filters])} is at ${before}, not ${position}`);
    await sleep(50);
  }
}

const sorted = <Item extends { readonly id: string }>(entries: readonly Item[]): Item[] =>
  entries.toSorted((a, b) => a.id.localeCompare(b.id));
