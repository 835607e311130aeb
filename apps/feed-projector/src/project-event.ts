import { cardOf } from '#lib/cards';
import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry } from '#lib/envelope';

const registry = new ContractRegistry(contracts);

/** What one event does to the feed. No entry: there is no card for it. */
export interface ProjectedEvent {
  readonly event: CloudEvent;
  readonly entry?: ProjectedEntry;
  readonly people: readonly { readonly id: string; readonly name?: string; readonly position?: string }[];
}

export interface ProjectedEntry {
  readonly occurredAt: string;
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  readonly args: unknown;
  readonly people: readonly string[];
  readonly audience: readonly string[];
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
