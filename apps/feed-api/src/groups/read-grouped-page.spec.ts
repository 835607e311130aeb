import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutlineRow, Place } from '#lib/read-model';
import { compare, groupedList, groupWord, isAbove, type Line, RULES } from '../../test/grouped-list.js';
import { wordOf } from './group-of.js';
import { placeOf } from './page-plan.js';
import {
  type GroupedPage,
  type GroupedPart,
  type GroupSource,
  readGroupedPage,
} from './read-grouped-page.js';

const hour = (n: number): string =>
  new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString().replace('Z', '000Z');

/** Few moments, kinds and targets, so that many entries are of one group, or at the same moment. */
const entriesIn = (first: number, last: number, most = 120): fc.Arbitrary<OutlineRow[]> => {
  const entry = fc.record({
    id: fc.uuid(),
    occurred_at: fc.integer({ min: first, max: last }).map(hour),
    name: fc.constantFrom('hired', 'hired', 'left', 'moved', 'thanked', 'said'),
    target: fc.constantFrom('department:a', 'department:b', null),
  });
  return fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: most });
};

/** A list that is held in memory. It may grow while it is read. */
class ListInMemory implements GroupSource {
  reads = 0;
  rows = 0;

  constructor(readonly entries: OutlineRow[]) {}

  outline({ direction, start, jumps, most }: Parameters<GroupSource['outline']>[0]) {
    const isBeyond = (row: OutlineRow, place: Place | undefined): boolean => {
      if (!place) return true;
      return direction === 'older' ? !isAbove(row, place) && row.id !== place.id : isAbove(row, place);
    };
    const beyond = this.entries.filter((row) => isBeyond(row, start) && isBeyond(row, jumps.get(row.name)));
    const sorted = beyond.toSorted(compare);
    const found = (direction === 'older' ? sorted : sorted.toReversed()).slice(0, most);
    this.reads++;
    this.rows += found.length;
    return Promise.resolve(found);
  }

  counts(groups: Parameters<GroupSource['counts']>[0], upTo: Place | undefined) {
    const counted = groups.map((group) => {
      const members = this.entries.filter((row) => {
        return groupWord(row) === wordOf(group) && !(upTo && isAbove(row, upTo));
      });
      const newest = members.toSorted(compare).slice(0, 3).map(placeOf);
      return { newest, count: members.length, truncated: false };
    });
    return Promise.resolve(counted);
  }
}

const linesOf = ({ items }: GroupedPage): Line[] =>
  items.map(({ id, group }) => ({ id, ...(group && { members: group.count }) }));

/** All pages from a place on. `between`: what happens before each further one. */
async function walk(list: ListInMemory, part: GroupedPart, between = () => {}): Promise<Line[]> {
  const page = await readGroupedPage(list, part, RULES);
  if (!page.hasMore) return linesOf(page);
  between();
  const rest = await walk(list, { ...part, start: page.end, top: page.top }, between);
  return part.direction === 'older' ? [...linesOf(page), ...rest] : [...rest, ...linesOf(page)];
}

const limits = fc.integer({ min: 1, max: 12 });
const bottom = { occurredAt: hour(-1), id: '00000000-0000-0000-0000-000000000000' };

describe('a list with groups', () => {
  it('is the same, page by page down and up, as its meaning says', async () => {
    await fc.assert(
      fc.asyncProperty(entriesIn(0, 72), limits, async (entries, limit) => {
        const meant = groupedList(entries);
        expect(await walk(new ListInMemory(entries), { direction: 'older', limit })).toEqual(meant);
        const up = { direction: 'newer', start: bottom, limit } as const;
        expect(await walk(new ListInMemory(entries), up)).toEqual(meant);
      }),
      { numRuns: 300 },
    );
  });

  it('is, page by page down, what it was at its first page, whatever happens meanwhile', async () => {
    // On the day that the newest are of, so that they belong to the same groups.
    const news = entriesIn(58, 71, 40);
    await fc.assert(
      fc.asyncProperty(entriesIn(0, 60), news, limits, async (entries, coming, limit) => {
        const newest = entries.toSorted(compare)[0];
        const arriving = coming.filter((row) => newest && isAbove(row, placeOf(newest)));
        const list = new ListInMemory([...entries]);
        const read = await walk(list, { direction: 'older', limit }, () => {
          list.entries.push(...arriving.splice(0, 5));
        });
        expect(read).toEqual(groupedList(entries));
      }),
      { numRuns: 300 },
    );
  });

  it('repeats nothing, and skips no entry but of a group to which a late one comes', async () => {
    await fc.assert(
      fc.asyncProperty(entriesIn(0, 72), entriesIn(0, 72, 30), limits, async (entries, coming, limit) => {
        const late = coming.filter(({ id }) => !entries.some((entry) => entry.id === id));
        const changed = new Set(late.flatMap((row) => groupWord(row) ?? []));
        const list = new ListInMemory([...entries]);
        const arriving = [...late];
        const read = await walk(list, { direction: 'older', limit }, () => {
          list.entries.push(...arriving.splice(0, 3));
        });
        const ids = read.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const words = read.flatMap(({ id, members }) => {
          const row = list.entries.find((entry) => entry.id === id)!;
          return members === undefined ? [] : [groupWord(row)];
        });
        expect(new Set(words).size).toBe(words.length);
        const untouched = groupedList(entries.filter((row) => !changed.has(groupWord(row) ?? '')));
        expect(ids).toEqual(expect.arrayContaining(untouched.map(({ id }) => id)));
      }),
      { numRuns: 300 },
    );
  });

  it('has above a page what stood above it', async () => {
    await fc.assert(
      fc.asyncProperty(entriesIn(0, 72), limits, async (entries, limit) => {
        const list = new ListInMemory(entries);
        const first = await readGroupedPage(list, { direction: 'older', limit }, RULES);
        fc.pre(first.hasMore && first.items.length === limit);
        const second = await readGroupedPage(
          list,
          { direction: 'older', start: first.end, top: first.top, limit },
          RULES,
        );
        fc.pre(second.items.length > 0);
        const back = { direction: 'newer', start: second.items[0]!, limit } as const;
        expect(linesOf(await readGroupedPage(list, back, RULES))).toEqual(linesOf(first));
      }),
    );
  });

  const many = (name: string, count: number, target: string | null = null): OutlineRow[] =>
    Array.from({ length: count }, (_, n) => ({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      occurred_at: hour(30 + n / count),
      name,
      target,
    }));
  const others: OutlineRow[] = Array.from({ length: 30 }, (_, n) => ({
    id: `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`,
    occurred_at: hour(20 - n / 10),
    name: 'said',
    target: null,
  }));

  it('jumps over what is much of one kind, in both directions', async () => {
    for (const part of [
      { direction: 'older', limit: 20 },
      { direction: 'newer', limit: 20, start: placeOf(others[3]!) },
    ] as const) {
      const list = new ListInMemory([...many('hired', 20_000), ...others]);
      const { items } = await readGroupedPage(list, part, RULES);
      expect(items[0]!.group?.count).toBe(20_000);
      expect(list.reads).toBe(2);
      expect(list.rows).toBeLessThan(130);
    }
  });

  it('is read on from where a page gave up that has much of one target before it', async () => {
    const list = new ListInMemory([...many('moved', 5_000, 'department:a'), ...others]);
    const first = await readGroupedPage(list, { direction: 'older', limit: 20 }, RULES);
    expect([first.items.length, first.hasMore]).toEqual([1, true]);
    expect(list.reads).toBe(4);
    const read = await walk(list, { direction: 'older', limit: 20 });
    expect(read).toEqual(groupedList(list.entries));
  });
});
