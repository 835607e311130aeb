import type { DaySum, TableName, TableSum, TableSums } from './verification-statements.js';

export interface DayDifference {
  readonly day: string;
  readonly old: DaySum;
  readonly new: DaySum;
}

export interface TableDifference {
  readonly table: TableName;
  readonly old: TableSum;
  readonly new: TableSum;
}

/**
 * What came of comparing a version with the live one and with the log. `faults` must not be; `days` and `tables` are where
 * the two versions differ, which may be meant: other cards show other things.
 */
export interface Verification {
  readonly verdict: 'equal' | 'differs' | 'faulty';
  /** The version that was live then. */
  readonly against: number;
  readonly verifiedAt: string;
  readonly entries: { readonly old: number; readonly new: number };
  readonly daysCompared: number;
  readonly sampled: number;
  readonly faults: readonly string[];
  readonly days: readonly DayDifference[];
  readonly tables: readonly TableDifference[];
}

const NONE: DaySum = { entries: 0, checksum: '0' };

/** Adds up, slice by slice, what two versions have of each day. */
export class Days {
  private readonly sums = new Map<string, { old: DaySum; new: DaySum }>();

  add(rows: readonly { day: string; old: DaySum | null; new: DaySum | null }[]): void {
    for (const row of rows) {
      const before = this.sums.get(row.day) ?? { old: NONE, new: NONE };
      this.sums.set(row.day, { old: plus(before.old, row.old), new: plus(before.new, row.new) });
    }
  }

  get count(): number {
    return this.sums.size;
  }

  entries(): { old: number; new: number } {
    const all = [...this.sums.values()];
    return {
      old: all.reduce((sum, day) => sum + day.old.entries, 0),
      new: all.reduce((sum, day) => sum + day.new.entries, 0),
    };
  }

  different(): DayDifference[] {
    const different = [...this.sums].filter(([, day]) => !isSame(day.old, day.new));
    return different.map(([day, sums]) => ({ day, ...sums })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  }
}

export function differentTables(old: TableSums, other: TableSums): TableDifference[] {
  const names = Object.keys(old) as TableName[];
  return names
    .filter((table) => !isSameSum(old[table], other[table]))
    .map((table) => ({ table, old: old[table], new: other[table] }));
}

export function isSameSum(one: TableSum, other: TableSum): boolean {
  return one.rows === other.rows && one.checksum === other.checksum;
}

/** The days that differ, for people: the first few, and how many more there are. */
export function tellDays(days: readonly DayDifference[]): string {
  const told = days.slice(0, 5).map(({ day, old, new: now }) => {
    const counts =
      old.entries === now.entries
        ? `${old.entries} entries, not the same`
        : `${old.entries} and ${now.entries} entries`;
    return `${day} (${counts})`;
  });
  return [...told, ...(days.length > 5 ? [`${days.length - 5} more days`] : [])].join(', ');
}

function plus(one: DaySum, other: DaySum | null): DaySum {
  if (!other) return one;
  return {
    entries: one.entries + other.entries,
    checksum: String(BigInt(one.checksum) + BigInt(other.checksum)),
  };
}

function isSame(one: DaySum, other: DaySum): boolean {
  return one.entries === other.entries && one.checksum === other.checksum;
}
