import { type Args, groupArgs, groupRulesByName, type Locale, mentionOf } from '#lib/cards';
import type { EntryRow, GroupCount, GroupRange } from '#lib/read-model';
import { presentEntry, type PresentedEntry, type PresentedName, presentMessage } from '../entry.presenter.js';
import { inMilliseconds } from '../moments.js';
import { encodeGroupKey } from './group.key.js';

/** An entry that stands for its group: all that it says is said of the group. */
export function presentGroup(
  newest: EntryRow,
  { count, truncated, ...group }: GroupRange & Omit<GroupCount, 'newest'>,
  members: readonly EntryRow[],
  locale: Locale,
): PresentedEntry {
  const entry = presentEntry(newest, locale);
  const rule = groupRulesByName().get(newest.name);
  if (!rule) return entry;
  const args = groupArgs(newest.args as Args, count, truncated);
  return {
    ...entry,
    message: presentMessage(rule.text[locale], args, locale, newest.names ?? {}),
    group: {
      key: encodeGroupKey(group),
      count,
      truncated,
      sample: namesOf(members, locale),
      from: inMilliseconds(group.from),
      to: inMilliseconds(group.to),
    },
  };
}

/** Whose doing the entries are, or else what they are about: each once. */
function namesOf(rows: readonly EntryRow[], locale: Locale): PresentedName[] {
  const named = rows.flatMap((row) => {
    const { actor, subject } = presentEntry(row, locale);
    const who = actor ?? subject;
    return who && 'id' in who ? [who] : [];
  });
  return [...new Map(named.map((name) => [mentionOf(name), name])).values()];
}
