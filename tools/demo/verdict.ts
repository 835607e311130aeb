import type { Expected } from './company-day.js';
import type { Entry, PortalClient } from './portal.client.js';

/** How many entries of each kind there are. */
export function countByType(entries: readonly Entry[]): Record<string, number> {
  const groups = Object.entries(Object.groupBy(entries, ({ type }) => type));
  return Object.fromEntries(groups.map(([type, group]) => [type, group!.length]));
}

/** What differs between the feed and what the day must have left in it, in words. Empty: nothing. */
export async function faultsOf(
  portal: PortalClient,
  expected: Expected,
  before: Record<string, number>,
): Promise<string[]> {
  const [english, russian] = await Promise.all([portal.wholeFeed('en'), portal.wholeFeed('ru')]);
  const after = countByType(english);
  const counts = Object.entries(expected.entries).flatMap(([type, count]) => {
    const found = (after[type] ?? 0) - (before[type] ?? 0);
    return found === count ? [] : [`${type}: ${count} entries were expected, ${found} are there`];
  });
  return [...counts, ...textFaults(english, russian), ...(await reactionFaults(portal, expected.reactions))];
}

function textFaults(english: readonly Entry[], russian: readonly Entry[]): string[] {
  const inRussian = new Map(russian.map(({ id, message }) => [id, message.text]));
  return english.flatMap(({ id, type, message }) => {
    const isSaid = message.text.trim() !== '' && !/undefined|[{}]/.test(message.text);
    return isSaid && inRussian.get(id) !== message.text
      ? []
      : [`${type} ${id} has no text in both languages`];
  });
}

async function reactionFaults(portal: PortalClient, expected: Expected['reactions']): Promise<string[]> {
  const faults: string[] = [];
  for (const [entryId, reactions] of expected) {
    const reader = reactions[0]!;
    const entry = await portal.entry(entryId, reader.personId);
    if (!entry) {
      faults.push(`${entryId} is not there`);
      continue;
    }
    const wanted = summary(countKinds(reactions));
    const found = summary(Object.fromEntries(entry.reactions.map(({ kind, count }) => [kind, count])));
    if (found !== wanted) faults.push(`${entryId}: ${wanted} were expected, ${found} are there`);
    const mine = entry.reactions.filter((reaction) => reaction.mine).map(({ kind }) => kind);
    if (!mine.includes(reader.kind))
      faults.push(`${entryId}: ${reader.kind} is not marked as the reader's own`);
  }
  return faults;
}

function countKinds(reactions: readonly { readonly kind: string }[]): Record<string, number> {
  const groups = Object.entries(Object.groupBy(reactions, ({ kind }) => kind));
  return Object.fromEntries(groups.map(([kind, group]) => [kind, group!.length]));
}

const summary = (counts: Record<string, number>): string =>
  Object.keys(counts)
    .toSorted()
    .map((kind) => `${counts[kind]} ${kind}`)
    .join(', ');
