import { type Args, renderCard } from '#lib/cards';
import { audiencesOf, maySee } from '#lib/contracts';
import type { Evidence, ShownEntry, Violation } from './evidence.js';
import { type Folded, type FoldedEntry, readersOf } from './fold.js';

/** Whether `GET /feed`, page by page, is what the events come to: each entry once, in order, with its words and counts. */
export function judgePages(folded: Folded, { shown, reader }: Evidence): Violation[] {
  const wanted = pagesOf(folded, reader);
  const byId = new Map(shown.map((entry) => [entry.id, entry]));
  const found: Violation[] = [];
  for (const [id, times] of Map.groupBy(shown, (entry) => entry.id))
    if (times.length > 1) found.push({ verdict: 'doubled', what: `entry ${id} is on ${times.length} pages` });
  for (const entry of wanted) {
    const there = byId.get(entry.id);
    const [want, have] = [JSON.stringify(entry), JSON.stringify(there)];
    if (!there) found.push({ verdict: 'lost', what: `entry ${entry.id} is on no page` });
    else if (want !== have)
      found.push({ verdict: 'differing', what: `entry ${entry.id} is shown as ${have}, not ${want}` });
  }
  const ids = new Set(wanted.map(({ id }) => id));
  for (const id of byId.keys())
    if (!ids.has(id)) found.push({ verdict: 'unexpected', what: `entry ${id} is on a page` });
  if (found.length > 0) return found;
  const wrong = shown.find((entry, n) => entry.id !== wanted[n]?.id);
  return wrong ? [{ verdict: 'disordered', what: `entry ${wrong.id} is not in its place on the pages` }] : [];
}

/** The whole feed of a person without a role, newest first. */
export function pagesOf(folded: Folded, reader: string): ShownEntry[] {
  const { entries, names, reactions } = folded;
  const readers = audiencesOf({ personId: reader, roles: [], departments: departmentsOf(folded, reader) });
  const known = Object.fromEntries(names);
  const byEntry = Map.groupBy(reactions, (reaction) => reaction.split(' ')[0]!);
  return [...entries.values()]
    .filter((entry) => maySee(readersOf(entry, folded), readers))
    .map((entry) => ({
      id: entry.id,
      type: entry.card.contract.name,
      occurredAt: new Date(entry.event.time).toISOString(),
      text: wordsOf(entry, known),
      reactions: countsOf(byEntry.get(entry.id) ?? [], reader),
      service: entry.event.source.replace(/^\//, ''),
      eventId: entry.event.id,
    }))
    .toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
}

/** Where a person works, and up to the top from there. */
function departmentsOf({ placements }: Folded, personId: string): string[] {
  const found = new Set<string>();
  let at = placements.get(`person:${personId}`);
  while (at !== undefined && !found.has(at)) {
    found.add(at);
    at = placements.get(`department:${at}`);
  }
  return [...found];
}

function wordsOf({ card, args, mentions }: FoldedEntry, known: Readonly<Record<string, string>>): string {
  const named = mentions.filter((mention) => Object.hasOwn(known, mention));
  const names = Object.fromEntries(named.map((mention) => [mention, known[mention]!]));
  return renderCard(card, args as Args, 'en', names);
}

/** Most first. */
function countsOf(reactions: readonly string[], reader: string): string[] {
  const kinds = Map.groupBy(reactions, (reaction) => reaction.split(' ')[2]!);
  return [...kinds]
    .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
    .map(([kind, of]) => {
      const isMine = of.some((reaction) => reaction.split(' ')[1] === reader);
      return `${kind} ${of.length}${isMine ? ' mine' : ''}`;
    });
}

const placeOf = ({ occurredAt, id }: ShownEntry): string => `${occurredAt} ${id}`;
