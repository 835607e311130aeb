import type { OutlineRow, Place } from '#lib/read-model';
import type { GroupRule } from '#lib/cards';
import { groupOf, type GroupRules, wordOf } from '../src/groups/group-of.js';

/** A line of a list with groups. `members`: how many, of a group. */
export interface Line {
  readonly id: string;
  readonly members?: number;
}

const text = (hours: number): GroupRule => ({
  windowHours: hours,
  minimum: 3,
  text: { en: '{count}', ru: '{count}' },
});

/** Kinds with each sort of rule, and one without. */
export const RULES: GroupRules = new Map([
  ['hired', text(24)],
  ['left', { ...text(6), minimum: 2 }],
  ['moved', { ...text(24), by: 'department' }],
  ['thanked', { ...text(12), by: 'recipients' }],
]);

export const compare = (one: OutlineRow, other: OutlineRow): number =>
  one.occurred_at === other.occurred_at
    ? one.id < other.id
      ? 1
      : -1
    : one.occurred_at < other.occurred_at
      ? 1
      : -1;

/** The whole list with groups by its meaning, newest first, from all entries that there are. */
export function groupedList(entries: readonly OutlineRow[], rules: GroupRules = RULES): Line[] {
  const sorted = entries.toSorted(compare).map((row) => ({ row, word: groupWord(row, rules) }));
  const byWord = Map.groupBy(sorted, ({ word }) => word);
  return sorted.flatMap(({ row, word }): Line[] => {
    const members = word === undefined ? [] : byWord.get(word)!;
    if (members.length < (rules.get(row.name)?.minimum ?? Infinity)) return [{ id: row.id }];
    return members[0]!.row === row ? [{ id: row.id, members: members.length }] : [];
  });
}

export function groupWord(row: OutlineRow, rules: GroupRules = RULES): string | undefined {
  const group = groupOf(row, rules);
  return group && wordOf(group);
}

export function isAbove(row: OutlineRow, { occurredAt, id }: Place): boolean {
  return row.occurred_at === occurredAt ? row.id > id : row.occurred_at > occurredAt;
}
