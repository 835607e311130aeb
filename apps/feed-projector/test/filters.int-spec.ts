import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardNamesSaying } from '#lib/cards';
import { entryIdOf, type EntryRow, type FeedPageQuery } from '#lib/read-model';
import { statement } from '#lib/postgres';
import { companyStreams } from './company-streams.js';
import { deliver, ProjectorBench } from './projector-bench.js';

let bench: ProjectorBench;
let all: readonly EntryRow[];
let version: number;
const mentionsOf = new Map<string, readonly string[]>();

const readMentions = statement<[], { id: string; mentions: string[] }>(
  'spec_mentions',
  'SELECT id, mentions FROM entry_v1',
);

beforeAll(async () => {
  bench = await ProjectorBench.open();
  // Each at a moment of its own, so that a time cuts between them.
  const events = companyStreams()
    .flat()
    .map((event, n) => ({ ...event, time: new Date(Date.UTC(2026, 10, 20, 10, 0, n)).toISOString() }));
  await bench.projector.project(deliver(...events));
  version = (await bench.reader.position()).version;
  all = (await bench.reader.page(version, { audiences: EVERYBODY, limit: 10_000 })).entries;
  for (const { id, mentions } of await bench.database.run(readMentions)) mentionsOf.set(id, mentions);
});
afterAll(() => bench.close());

const EVERYBODY = ['everyone', 'role:hr'];

type Filter = Pick<FeedPageQuery, 'names' | 'person' | 'within' | 'from' | 'to' | 'words'>;

const texts = ({ args }: EntryRow): string[] =>
  Object.values(args as Record<string, { type: string; value?: string }>).flatMap(({ value }) => value ?? []);
const beginsWith = (text: string, word: string): boolean =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).some((other) => other.startsWith(word));

/** What the filters mean, entry by entry. */
function fits(row: EntryRow, { names, person, within, from, to, words }: Filter): boolean {
  const mentions = mentionsOf.get(row.id)!;
  return (
    (names?.includes(row.name) ?? true) &&
    (person === undefined || mentions.includes(`person:${person}`)) &&
    (within?.some((mention) => mentions.includes(mention)) ?? true) &&
    (from === undefined || row.occurred_at >= from) &&
    (to === undefined || row.occurred_at < to) &&
    (words?.every(
      ({ word, names: saying }) =>
        saying.includes(row.name) ||
        [...texts(row), ...Object.values(row.names ?? {})].some((text) => beginsWith(text, word)),
    ) ??
      true)
  );
}

/** Page after page, from one end to the other. */
async function read(filter: Filter, limit: number, direction: 'older' | 'newer'): Promise<string[]> {
  const found: string[] = [];
  const oldest = { occurredAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
  let cursor: Pick<FeedPageQuery, 'after' | 'before'> = direction === 'newer' ? { before: oldest } : {};
  for (;;) {
    const page = await bench.reader.page(version, { ...filter, ...cursor, audiences: EVERYBODY, limit });
    const ids = page.entries.map(({ id }) => id);
    found.splice(direction === 'older' ? found.length : 0, 0, ...ids);
    const last = page.entries.at(direction === 'older' ? -1 : 0);
    if (!page.hasMore || !last) return found;
    const place = { occurredAt: last.occurred_at, id: last.id };
    cursor = direction === 'older' ? { after: place } : { before: place };
  }
}

const oneOf = <Value>(values: () => readonly Value[]): fc.Arbitrary<Value> =>
  fc.nat().map((n) => values()[n % values().length]!);
const mentions = (kind: string): string[] =>
  [...new Set([...mentionsOf.values()].flat())].filter((mention) => mention.startsWith(kind));
const moment = oneOf(() => all.map((row) => row.occurred_at));
const word = fc.constantFrom('anna', 'lead', 'thank', 'joined', 'отдел', 'eng', '1', 'person', 'nobody');

const every = fc.record({
  names: fc.uniqueArray(
    oneOf(() => all.map(({ name }) => name)),
    { minLength: 1, maxLength: 4 },
  ),
  person: oneOf(() => mentions('person:')).map((mention) => mention.slice('person:'.length)),
  within: fc.uniqueArray(
    oneOf(() => mentions('department:')),
    { minLength: 1, maxLength: 3 },
  ),
  from: moment,
  to: moment,
  words: fc
    .uniqueArray(word, { minLength: 1, maxLength: 2 })
    .map((words) => words.map((one) => ({ word: one, names: cardNamesSaying(one) }))),
});

/** Few at a time: all at once let nothing through. */
const filters: fc.Arbitrary<Filter> = fc
  .tuple(every, fc.subarray(['names', 'person', 'within', 'from', 'to', 'words'] as const, { maxLength: 3 }))
  .map(([filter, kept]) => Object.fromEntries(kept.map((name) => [name, filter[name]])));

describe('a list with filters', () => {
  it('has what each of them lets through and nothing else, page by page, in both directions', async () => {
    expect(all.length).toBeGreaterThan(50);
    let found = 0;
    const property = fc.asyncProperty(
      filters,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('older', 'newer'),
      async (filter, limit, direction) => {
        const expected = all.filter((row) => fits(row, filter)).map(({ id }) => id);
        expect(await read(filter, limit, direction)).toEqual(expected);
        found += expected.length;
      },
    );
    await fc.assert(property, { numRuns: 200 });
    // Filters that let nothing through would show nothing.
    expect(found).toBeGreaterThan(200);
  }, 120_000);

  it('has an entry with what is around it, where it is in the list at all', async () => {
    const [first, middle, last] = [all[0]!, all[25]!, all.at(-1)!];
    const query = { audiences: EVERYBODY, limit: 5 };
    const around = async (id: string, filter: Filter = {}) =>
      (await bench.reader.around(version, id, { ...query, ...filter }))?.entries.map((row) => row.id);
    const ids = all.map(({ id }) => id);
    expect(await around(middle.id)).toEqual(ids.slice(23, 28));
    expect(await around(first.id)).toEqual(ids.slice(0, 5));
    expect(await around(last.id)).toEqual(ids.slice(-3));
    expect(await around(middle.id, { to: middle.occurred_at })).toBeUndefined();
    expect(await around(entryIdOf('/nobody', 'no-event'))).toBeUndefined();
  });
});
