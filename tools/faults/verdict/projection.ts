import type { Change, Evidence, Projection, Violation } from './evidence.js';
import { type Folded, type FoldedEntry, readersOf } from './fold.js';
import { entryText, indexText } from './rows.js';

/** Whether the tables that the feed is read from are what the events come to. */
export function judgeProjection(folded: Folded, { projection, changes }: Evidence): Violation[] {
  const wanted = toProjection(folded);
  return [
    ...compareMaps('entry', wanted.entries, projection.entries),
    ...compareLists('audience of an entry', wanted.audiences, projection.audiences),
    ...compareLists('mention of an entry', wanted.mentions, projection.mentions),
    ...compareMaps('name', wanted.names, projection.names),
    ...compareMaps('placement', wanted.placements, projection.placements),
    ...compareLists('reaction', wanted.reactions, projection.reactions),
    ...compareLists('word of an editor', wanted.curations, projection.curations),
    ...compareMaps('count of reactions', wanted.counts, projection.counts),
    ...judgeChanges(wanted.entries, changes),
  ];
}

/** Whether a reader that goes on from position to position saw every change. */
export function judgePositions({ changes, positionsRead }: Evidence): Violation[] {
  const read = new Set(positionsRead);
  return changes
    .filter(({ position }) => !read.has(position))
    .map(({ position, entryId, kind }) => ({
      verdict: 'lost',
      what: `change ${position} (${entryId ?? 'no entry'} ${kind}) was passed over by a reader of positions`,
    }));
}

export function toProjection(folded: Folded): Projection {
  const { entries, names, placements, reactions, curations } = folded;
  const all = [...entries.values()];
  const counts = new Map<string, number>();
  for (const reaction of reactions) {
    const [entryId, , kind] = reaction.split(' ');
    const key = `${entryId} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    entries: new Map(all.map((entry) => [entry.id, textOf(entry)])),
    audiences: all.flatMap((entry) => readersOf(entry, folded).map((one) => indexed(entry, one))),
    mentions: all.flatMap((entry) =>
      entry.mentions.flatMap((mention) =>
        readersOf(entry, folded).map((one) => indexed(entry, mention, one)),
      ),
    ),
    names,
    placements,
    reactions: [...reactions],
    curations: [...curations],
    counts,
  };
}

const indexed = ({ id, event, card }: FoldedEntry, ...by: string[]): string =>
  indexText([id, ...by], event.time, card.contract.name);

function textOf({ card, event, args, mentions, audience }: FoldedEntry): string {
  const { name, type } = card.contract;
  const { source, id: eventId, time: occurredAt } = event;
  const stream = event.sequence === undefined ? null : event.subject!;
  return entryText({ occurredAt, name, type, source, eventId, stream, args, mentions, audience });
}

function compareMaps<Value>(
  kind: string,
  wanted: ReadonlyMap<string, Value>,
  there: ReadonlyMap<string, Value>,
): Violation[] {
  const found: Violation[] = [];
  for (const [key, value] of wanted) {
    if (!there.has(key)) found.push({ verdict: 'lost', what: `${kind} ${key} is not there` });
    else if (there.get(key) !== value) {
      const values = `${String(there.get(key))} instead of ${String(value)}`;
      found.push({ verdict: 'differing', what: `${kind} ${key} is ${values}` });
    }
  }
  for (const key of there.keys())
    if (!wanted.has(key)) found.push({ verdict: 'unexpected', what: `${kind} ${key} is there` });
  return found;
}

function compareLists(kind: string, wanted: readonly string[], there: readonly string[]): Violation[] {
  const [want, have] = [new Set(wanted), new Set(there)];
  const lost = [...want].filter((row) => !have.has(row));
  const extra = [...have].filter((row) => !want.has(row));
  return [
    ...lost.map((row): Violation => ({ verdict: 'lost', what: `${kind} ${row} is not there` })),
    ...extra.map((row): Violation => ({ verdict: 'unexpected', what: `${kind} ${row} is there` })),
  ];
}

/** An entry that is there was added once; one that is gone was taken out as often as it was added. */
function judgeChanges(entries: ReadonlyMap<string, string>, changes: readonly Change[]): Violation[] {
  const net = new Map<string, { added: number; retracted: number }>();
  for (const { entryId, kind } of changes) {
    if (entryId === null) continue;
    const of = net.get(entryId) ?? { added: 0, retracted: 0 };
    if (kind === 'added') of.added += 1;
    if (kind === 'retracted') of.retracted += 1;
    net.set(entryId, of);
  }
  const found: Violation[] = [];
  for (const id of entries.keys())
    if (!net.get(id)?.added) found.push({ verdict: 'lost', what: `entry ${id} was never told as a change` });
  for (const [id, { added, retracted }] of net) {
    if (added > 1) found.push({ verdict: 'doubled', what: `entry ${id} was added ${added} times` });
    else if (added - retracted !== (entries.has(id) ? 1 : 0))
      found.push({
        verdict: 'differing',
        what: `entry ${id} was added ${added} and retracted ${retracted} times`,
      });
  }
  return found;
}
