import type { GroupRule } from '#lib/cards';
import type { GroupRange, OutlineRow } from '#lib/read-model';
import { inMicroseconds } from '../moments.js';

/** By kinds of entries, without versions. */
export type GroupRules = ReadonlyMap<string, GroupRule>;

/** To which group an entry belongs, by itself alone: where that is too small, it stands alone all the same. */
export function groupOf(
  { name, target, occurred_at }: OutlineRow,
  rules: GroupRules,
): GroupRange | undefined {
  const rule = rules.get(name);
  if (!rule) return undefined;
  const window = windowOf(occurred_at, rule.windowHours);
  if (rule.by === undefined) return { name, ...window };
  return target === null ? undefined : { name, by: rule.by, target, ...window };
}

/** What is the same for all entries of a group. */
export function wordOf({ name, target, from }: GroupRange): string {
  return JSON.stringify([name, target, from]);
}

function windowOf(moment: string, hours: number): { from: string; to: string } {
  const length = hours * 3_600_000;
  const seconds = Date.parse(`${moment.slice(0, 19)}Z`);
  const from = Math.floor(seconds / length) * length;
  return { from: inMicroseconds(new Date(from)), to: inMicroseconds(new Date(from + length)) };
}
