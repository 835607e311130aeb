import {
  argsOf,
  audienceOf,
  cardOf,
  type CurationCard,
  type EntryCard,
  mentionOf,
  namedIn,
} from '#lib/cards';
import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry, eventOwner, personOwner, REMOVED } from '#lib/envelope';
import type { CurationChange, NameChange, NewEntry, PlacementChange, ReactionChange } from '#lib/read-model';

const registry = new ContractRegistry(contracts);

/** What one event does to the feed. */
export interface ProjectedEvent {
  readonly event: CloudEvent;
  /** There is a card for it. */
  readonly shown: boolean;
  readonly entry?: Omit<NewEntry, 'id'>;
  readonly names?: readonly NameChange[];
  readonly placements?: readonly PlacementChange[];
  /** What its stream has shown before goes. */
  readonly retracts?: true;
  readonly reaction?: ReactionChange;
  readonly curation?: CurationChange;
  /** The owner who is forgotten from here on: a person, or an event whose texts are. */
  readonly forgets?: string;
}

/** A retraction outside of any order: nobody knows what it comes after. */
class RetractionWithoutSequence extends Error {
  readonly code = 'sequence-needed';

  constructor(type: string) {
    super(`${type} takes back what its stream showed before, so it needs a sequence`);
  }
}

/** `clear`: its data, with what is sealed in it opened. Throws `UnknownEventType`, `ContractViolation`, or another error with a `code`. */
export function projectEvent(event: CloudEvent, clear: unknown = event.data): ProjectedEvent {
  const { type, data } = registry.read({ ...event, data: clear });
  const card = cardOf(type);
  switch (card?.shows) {
    case undefined:
      return { event, shown: false };
    case 'entry':
      return { event, shown: true, ...entryOf(event, card, data as never) };
    case 'retraction':
      if (event.sequence === undefined) throw new RetractionWithoutSequence(type);
      return { event, shown: true, retracts: true };
    case 'reaction':
      return { event, shown: true, reaction: { ...card.of(data as never), isThere: card.isThere } };
    case 'curation':
      return { event, shown: true, curation: curationOf(event, card, data as never) };
    case 'erasure':
      return { event, shown: true, ...erasureOf(personOwner(card.of(data as never))) };
    case 'redaction': {
      const { source, eventId } = card.of(data as never);
      return { event, shown: true, ...erasureOf(eventOwner(source, eventId)) };
    }
  }
}

function curationOf({ time }: CloudEvent, card: CurationCard, data: never): CurationChange {
  const { entryId, until = null } = card.of(data);
  return { entryId, what: card.what, isSo: card.isSo, until, since: time };
}

/** The note of it stands among the names, so that whatever comes of them late is known by it. */
export function erasureOf(forgets: string): Required<Pick<ProjectedEvent, 'forgets' | 'names'>> {
  return { forgets, names: [{ mention: forgets, name: REMOVED }] };
}

function entryOf(
  event: CloudEvent,
  card: EntryCard,
  data: never,
): Pick<ProjectedEvent, 'entry' | 'names' | 'placements'> {
  const args = argsOf(card, event, data);
  const named = namedIn(args);
  const names = card.names?.(data) ?? [];
  const places = card.places?.(data) ?? [];
  const entry = {
    occurredAt: event.time,
    name: card.contract.name,
    type: card.contract.type,
    source: event.source,
    eventId: event.id,
    ...(event.sequence !== undefined && { stream: event.subject! }),
    args,
    mentions: named.map(mentionOf),
    audience: audienceOf(card, data),
  };
  return {
    entry,
    names: names.map(({ kind, id, name }) => ({ mention: `${kind}:${id}`, name })),
    placements: places.map(({ kind, id, departmentId }) => ({
      mention: `${kind}:${id}`,
      departmentId: departmentId ?? null,
    })),
  };
}
