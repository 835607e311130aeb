import { type Args, argsOf, audienceOf, cardOf, type EntryCard, mentionOf, namedIn } from '#lib/cards';
import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry } from '#lib/envelope';
import { entryIdOf } from '#lib/read-model';

export interface FoldedEntry {
  readonly id: string;
  readonly card: EntryCard;
  readonly event: CloudEvent;
  readonly args: Args;
  readonly mentions: readonly string[];
  readonly audience: readonly string[];
}

/** What the feed has to be. */
export interface Folded {
  readonly entries: ReadonlyMap<string, FoldedEntry>;
  readonly names: ReadonlyMap<string, string>;
  /** Of which department a mention is part; undefined: of none. */
  readonly placements: ReadonlyMap<string, string | undefined>;
  /** `<entry id> <person id> <kind>` of each. */
  readonly reactions: ReadonlySet<string>;
  /** `<entry id> hidden` or `<entry id> pinned` of each. */
  readonly curations: ReadonlySet<string>;
}

const registry = new ContractRegistry(contracts);

/** The feed from nothing but events. Each stream in its order; between streams no order matters. */
export function fold(events: readonly CloudEvent[]): Folded {
  const entries = new Map<string, FoldedEntry>();
  const names = new Map<string, string>();
  const placements = new Map<string, string | undefined>();
  const reactions = new Set<string>();
  const curations = new Set<string>();
  const inOrder = events.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  const byStream = Map.groupBy(inOrder, (event) => (event.sequence === undefined ? '' : streamOf(event)));
  for (const event of [...byStream.values()].flat()) {
    const { type, data } = registry.read(event);
    const card = cardOf(type);
    if (card?.shows === 'entry') {
      const entry = toEntry(event, card, data as never);
      entries.set(entry.id, entry);
      for (const { kind, id, name } of card.names?.(data as never) ?? []) names.set(`${kind}:${id}`, name);
      for (const { kind, id, departmentId } of card.places?.(data as never) ?? [])
        placements.set(`${kind}:${id}`, departmentId);
    } else if (card?.shows === 'retraction') {
      const gone = [...(byStream.get(streamOf(event)) ?? [])].filter(
        (one) => one.sequence! < event.sequence!,
      );
      for (const { source, id } of gone) entries.delete(entryIdOf(source, id));
    } else if (card?.shows === 'reaction') {
      const { entryId, personId, kind } = card.of(data as never);
      const reaction = `${entryId} ${personId} ${kind}`;
      if (card.isThere) reactions.add(reaction);
      else reactions.delete(reaction);
    } else if (card?.shows === 'curation') {
      const said = `${card.of(data as never).entryId} ${card.what}`;
      if (card.isSo) curations.add(said);
      else curations.delete(said);
    }
  }
  return { entries, names, placements, reactions, curations };
}

/** Whom an entry is shown to. */
export function readersOf({ id, audience }: FoldedEntry, { curations }: Folded): readonly string[] {
  return curations.has(`${id} hidden`) ? ['role:editor'] : audience;
}

function toEntry(event: CloudEvent, card: EntryCard, data: never): FoldedEntry {
  const args = argsOf(card, event, data);
  const named = namedIn(args);
  return {
    id: entryIdOf(event.source, event.id),
    card,
    event,
    args,
    mentions: named.map(mentionOf),
    audience: audienceOf(card, data),
  };
}

const streamOf = ({ source, subject }: CloudEvent): string => `${source} ${subject}`;
