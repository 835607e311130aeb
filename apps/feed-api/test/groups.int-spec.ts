import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, statement } from '#lib/postgres';
import { feedDatabase, type FeedPageQuery, GroupReader } from '#lib/read-model';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { groupOf } from '../src/groups/group-of.js';
import { listSource } from '../src/groups/list.source.js';
import { placeOf, type PlannedItem } from '../src/groups/page-plan.js';
import { type GroupedPart, readGroupedPage } from '../src/groups/read-grouped-page.js';
import { drawnList, type DrawnEntry, FILL } from './drawn-list.js';
import { compare, groupedList, groupWord, type Line, RULES } from './grouped-list.js';

let testDatabase: TestDatabase;
let feed: Database;
let groups: GroupReader;
const all = drawnList(250);

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  feed = feedDatabase({ url: testDatabase.url, applicationName: 'spec', owner: true });
  await feed.onModuleInit();
  groups = new GroupReader(feed);
  await feed.run(statement<[string]>('spec_fill', FILL), JSON.stringify(all));
});

afterAll(async () => {
  await feed.onApplicationShutdown();
  await testDatabase.drop();
});

type List = Omit<FeedPageQuery, 'limit' | 'after' | 'before'>;

/** What is asked for means, entry by entry. */
function fits(row: DrawnEntry, { audiences, names, person, within, from, to, words }: List): boolean {
  return (
    audiences.some((audience) => row.audience.includes(audience)) &&
    (names?.includes(row.name) ?? true) &&
    (person === undefined || row.mentions.includes(`person:${person}`)) &&
    (within?.some((mention) => row.mentions.includes(mention)) ?? true) &&
    (from === undefined || row.occurred_at >= from) &&
    (to === undefined || row.occurred_at < to) &&
    (words?.every(({ word }) => row.args['said']!.value!.startsWith(word)) ?? true)
  );
}

const moment = fc
  .record({ day: fc.integer({ min: 1, max: 3 }), hour: fc.integer({ min: 10, max: 23 }) })
  .map(({ day, hour }) => `2026-01-0${day}T${hour}:00:00.000000Z`);

const every = fc.record({
  names: fc.subarray([...RULES.keys(), 'said'], { minLength: 1 }),
  person: fc.constantFrom('anna', 'boris', 'clara'),
  within: fc.subarray(['department:it', 'department:web', 'department:sales'], { minLength: 1 }),
  from: moment,
  to: moment,
  words: fc.constantFrom('soup', 'bre').map((word) => [{ word, names: [] }]),
});

const lists: fc.Arbitrary<List> = fc
  .tuple(
    fc.subarray(['everyone', 'role:hr', 'department:it', 'person:anna'], { minLength: 1 }),
    every,
    fc.subarray(['names', 'person', 'within', 'from', 'to', 'words'] as const, { maxLength: 3 }),
  )
  .map(([audiences, filter, kept]) => ({
    audiences,
    ...Object.fromEntries(kept.map((name) => [name, filter[name]])),
  }));

const limits = fc.integer({ min: 1, max: 15 });

async function walk(list: List, part: GroupedPart): Promise<PlannedItem[]> {
  const page = await readGroupedPage(listSource(groups, 1, list, RULES), part, RULES);
  if (!page.hasMore) return [...page.items];
  const rest = await walk(list, { ...part, start: page.end, top: page.top });
  return part.direction === 'older' ? [...page.items, ...rest] : [...rest, ...page.items];
}

const toLine = ({ id, group }: PlannedItem): Line => ({ id, ...(group && { members: group.count }) });
const bottom = { occurredAt: '2025-01-01T00:00:00.000000Z', id: '00000000-0000-0000-0000-000000000000' };

describe('a list with groups, under what is asked for, for readers of some audiences', () => {
  it('is in both directions, page by page, what its meaning says', async () => {
    let found = 0;
    const property = fc.asyncProperty(lists, limits, async (list, limit) => {
      const entries = all.filter((row) => fits(row, list));
      const meant = groupedList(entries);
      const down = await walk(list, { direction: 'older', limit });
      expect(down.map(toLine)).toEqual(meant);
      expect((await walk(list, { direction: 'newer', start: bottom, limit })).map(toLine)).toEqual(meant);
      for (const { group } of down) {
        const members = entries.filter((row) => group && groupWord(row) === groupWord(member(group.newest)));
        const newest = members.toSorted(compare).slice(0, 3).map(placeOf);
        if (group) expect(group.newest).toEqual(newest);
      }
      found += meant.filter(({ members }) => members).length;
    });
    await fc.assert(property, { numRuns: 80 });
    // Without groups nothing would be shown.
    expect(found).toBeGreaterThan(200);
  }, 240_000);

  it('opens each group with all its entries, in both directions', async () => {
    const property = fc.asyncProperty(lists, limits, fc.nat(), async (list, limit, n) => {
      const entries = all.filter((row) => fits(row, list)).toSorted(compare);
      fc.pre(entries.length > 0);
      const one = entries[n % entries.length]!;
      const of = groupOf(one, RULES);
      fc.pre(of !== undefined);
      const members = entries.filter((row) => groupWord(row) === groupWord(one)).map(({ id }) => id);
      const part = { ...list, of, targets: new Map(), limit };
      const down = await groups.outline(1, part);
      expect(down.map(({ id }) => id)).toEqual(members.slice(0, limit));
      const up = await groups.outline(1, { ...part, before: bottom });
      expect(up.map(({ id }) => id)).toEqual(members.toReversed().slice(0, limit));
    });
    await fc.assert(property, { numRuns: 150 });
  }, 240_000);
});

const member = (newest: readonly { readonly id: string }[]): DrawnEntry =>
  all.find(({ id }) => id === newest[0]!.id)!;
