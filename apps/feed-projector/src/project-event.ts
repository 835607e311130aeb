import { cardOf } from '#lib/cards';
import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry } from '#lib/envelope';
import type { NewEntry, PersonChange } from '#lib/read-model';

const registry = new ContractRegistry(contracts);

/** What one event does to the feed. No entry: there is no card for it. */
export interface ProjectedEvent {
  readonly event: CloudEvent;
  readonly entry?: Omit<NewEntry, 'id'>;
  readonly people: readonly PersonChange[];
}

/** Throws `UnknownEventType` or `ContractViolation`. */
export function projectEvent(event: CloudEvent): ProjectedEvent {
  const { contract, type, data } = registry.read(event);
  const card = cardOf(type);
  if (!card) return { event, people: [] };
  const args = card.args(data as never);
  const people = Object.values(args).flatMap((arg) => (arg.type === 'person' ? [arg.id] : []));
  const entry = {
    occurredAt: event.time,
    name: contract.name,
    type,
    source: event.source,
    eventId: event.id,
    args,
    people: [...new Set(people)],
    audience: card.audience,
  };
  return { event, entry, people: card.facts?.(data as never) ?? [] };
}
