import {
  type Args,
  type CardArg,
  entryCardOf,
  groupArgs,
  groupRulesByName,
  type Locale,
  mentionOf,
  renderMessage,
  textOf,
} from '#lib/cards';
import type { EntryRow, GroupCount, GroupRange } from '#lib/read-model';
import { presentEntry, type PresentedEntry, presentMessage } from '../entry.presenter.js';
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

/** Whose doing the entries are, or else what they are about, as texts have it: each once. */
function namesOf(rows: readonly EntryRow[], locale: Locale): string[] {
  const named = rows.flatMap((row): [string, string][] => {
    const card = entryCardOf(row.type);
    const who = (row.args as Args)[card?.actor ?? card?.subject ?? ''];
    return who ? [[wordOf(who), textOf(renderMessage('{who}', { who }, locale, row.names ?? {}))]] : [];
  });
  return [...new Map(named).values()];
}

function wordOf(arg: CardArg): string {
  return 'id' in arg ? mentionOf(arg) : JSON.stringify(arg);
}

function inMilliseconds(moment: string): string {
  return `${moment.slice(0, 23)}Z`;
}
