import type { GroupCount, GroupRange, OutlineRow, Place } from '#lib/read-model';
import { groupOf, type GroupRules, wordOf } from './group-of.js';

export type Direction = 'older' | 'newer';

/** A line of a list with groups: an entry that stands alone, or the newest of a group. */
export interface PlannedItem extends Place {
  readonly group?: GroupRange & GroupCount;
}

/** Before all that happened at a moment: no entry has this id. */
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * What is known of a page with groups while it is read, in the direction in which it is read, from a place on. An entry of a
 * group is a line of the page if it is the group's newest, wherever the others are.
 */
export class PagePlan {
  /** How far all is known. Undefined: nothing is, or all. */
  frontier: Place | undefined;
  /** There is nothing beyond what was read. */
  hasEnded = false;
  private readonly rows: OutlineRow[] = [];
  private readonly groups = new Map<string, GroupRange & GroupCount & { readonly isOne: boolean }>();

  constructor(
    private readonly direction: Direction,
    private readonly start: Place | undefined,
    private readonly rules: GroupRules,
  ) {}

  /** Takes what was read from the frontier on, at most so much, and answers which groups have to be counted. */
  read(rows: readonly OutlineRow[], most: number): GroupRange[] {
    this.rows.push(...rows);
    this.hasEnded = rows.length < most;
    const last = rows.at(-1);
    if (last) this.frontier = placeOf(last);
    const groups = rows.flatMap((row) => groupOf(row, this.rules) ?? []);
    const byWord = new Map(groups.map((group) => [wordOf(group), group]));
    return [...byWord].filter(([word]) => !this.groups.has(word)).map(([, group]) => group);
  }

  /** Takes the counts of these groups. */
  count(groups: readonly GroupRange[], counts: readonly GroupCount[]): void {
    for (const [n, group] of groups.entries()) {
      const { minimum } = this.rules.get(group.name)!;
      const count = counts[n]!;
      this.groups.set(wordOf(group), { ...group, ...count, isOne: count.count >= minimum });
    }
  }

  /**
   * From where on each kind is to be read: what has no target is all in one group until its window ends, and of that nothing
   * is needed but the newest. Of a group with a target the entries are among those of others, and are read.
   */
  jumps(): Map<string, Place> {
    const places = [...this.groups.values()].flatMap((group): [string, Place][] => {
      const newest = group.newest[0];
      if (!group.isOne || group.target !== undefined || !newest) return [];
      const end = this.direction === 'older' ? { occurredAt: group.from, id: LOWEST_ID } : newest;
      return this.isBeyond(end, this.frontier) ? [[group.name, end]] : [];
    });
    return new Map(places);
  }

  /** The lines as far as all is known, the closest to the start first. */
  items(): PlannedItem[] {
    const items = new Map<string, PlannedItem>();
    for (const row of this.rows) if (this.standsAlone(row)) items.set(row.id, placeOf(row));
    for (const { isOne, ...group } of this.groups.values()) {
      const newest = group.newest[0];
      if (isOne && newest && this.isBeyond(newest, this.start)) items.set(newest.id, { ...newest, group });
    }
    const known = [...items.values()].filter((item) => this.hasEnded || !this.isBeyond(item, this.frontier));
    return known.toSorted((one, other) => (this.isBeyond(one, other) ? 1 : -1));
  }

  private standsAlone(row: OutlineRow): boolean {
    const group = groupOf(row, this.rules);
    return !group || !this.groups.get(wordOf(group))?.isOne;
  }

  private isBeyond(one: Place, other: Place | undefined): boolean {
    if (other === undefined) return true;
    const [lower, upper] = this.direction === 'older' ? [one, other] : [other, one];
    if (lower.occurredAt !== upper.occurredAt) return lower.occurredAt < upper.occurredAt;
    return lower.id < upper.id;
  }
}

export function placeOf({ id, occurred_at }: OutlineRow): Place {
  return { id, occurredAt: occurred_at };
}
