import { cardOf, mentionOf } from '#lib/cards';
import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry } from '#lib/envelope';
import type { NameChange, NewEntry } from '#lib/read-model';

const registry = new ContractRegistry(contracts);

/** What one event does to the feed. No entry: there is no card for it. */
export interface ProjectedEvent {
  readonly event: CloudEvent;
  readonly entry?: Omit<NewEntry, 'id'>;
  readonly names: readonly NameChange[];
}

/** Throws `UnknownEventType` or `ContractViolation`. */
export function projectEvent(event: CloudEvent): ProjectedEvent {
  const { contract, type, data } = registry.read(event);
  const card = cardOf(type);
  if (!card) return { event, names: [] };
  const args = card.args(data as never);
  const people = Object.values(args).flatMap((arg) => (arg.type === 'person' ? [arg.id] : []));
  const mentions = Object.values(args).flatMap((arg) => mentionOf(arg) ?? []);
  const names = card.names?.(data as never) ?? [];
  const entry = {
    occurredAt: event.time,
    name: contract.name,
    type,
    source: event.source,
    eventId: event.id,
    args,
    people: [...new Set(people)],
    mentions: [...new Set(mentions)],
    audience: card.audience,
  };
  return { event, entry, names: names.map(({ kind, id, name }) => ({ mention: `${kind}:${id}`, name })) };
}
