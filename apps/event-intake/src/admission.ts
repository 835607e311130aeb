import type { z } from 'zod';
import { contracts, contractsOf, mayPublish } from '#lib/contracts';
import {
  ContractRegistry,
  ContractViolation,
  encodeEvent,
  MalformedMessage,
  MAX_MESSAGE_BYTES,
} from '#lib/envelope';
import type { Fault } from '#lib/service';
import { faultsOf } from './event-faults.js';
import type { IncomingEvent } from './incoming-event.js';
import { Refusal } from './refusal.js';

const registry = new ContractRegistry(contracts);

/** One thing that every event must be, and how the request is refused when one of them is not. */
interface Rule {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly faultsIn: (incoming: IncomingEvent, publisher: string) => Fault[];
}

const size: Rule = {
  status: 413,
  code: 'event-too-large',
  detail: 'An event is too large to be sent on.',
  faultsIn: ({ event, at }) =>
    fits(event)
      ? []
      : [{ ...at([]), code: 'too-big', detail: `must be ${MAX_MESSAGE_BYTES} bytes or less, as JSON` }],
};

const rules: readonly Rule[] = [
  size,
  {
    status: 422,
    code: 'type-unknown',
    detail: 'No contract describes this type of event.',
    faultsIn: ({ event: { type }, at }) =>
      registry.has(type) ? [] : [{ ...at(['type']), code: 'unknown', detail: `${type} is not known` }],
  },
  {
    status: 403,
    code: 'source-not-allowed',
    detail: 'This source may not publish this type of event here.',
    faultsIn: ({ event: { source, type }, at }, publisher) =>
      source === publisher && isForeign(source) && mayPublish(source, type)
        ? []
        : [{ ...at(['source']), code: 'not-allowed', detail: `${source} may not publish ${type} here` }],
  },
  {
    status: 422,
    code: 'contract-violated',
    detail: 'The data of an event does not fit its contract.',
    faultsIn: violations,
  },
];

/**
 * `publisher`: the source that they may be of. Throws {@link Refusal}: with the faults of all events that break the first of
 * the rules that is broken.
 */
export function admit(events: readonly IncomingEvent[], publisher: string): void {
  for (const rule of rules) keepTo(rule, events, publisher);
}

/** Once more, as they will be sent: what is sealed takes a third more. Throws {@link Refusal}. */
export function admitSealed(events: readonly IncomingEvent[], publisher: string): void {
  keepTo(size, events, publisher);
}

function keepTo(rule: Rule, events: readonly IncomingEvent[], publisher: string): void {
  const { status, code, detail, faultsIn } = rule;
  const faults = events.flatMap((incoming) => faultsIn(incoming, publisher));
  if (faults.length > 0) throw new Refusal(status, code, detail, faults);
}

/** Our own sources have outboxes of their own. Whoever speaks in their name here is somebody else. */
function isForeign(source: string): boolean {
  return !Object.hasOwn(contractsOf, source.replace(/^\//, ''));
}

function fits(event: IncomingEvent['event']): boolean {
  try {
    encodeEvent(event);
    return true;
  } catch (error) {
    if (error instanceof MalformedMessage) return false;
    throw error;
  }
}

function violations({ event, at }: IncomingEvent): Fault[] {
  try {
    registry.read(event);
    return [];
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    const { issues } = error.cause as z.ZodError;
    return faultsOf(issues, event.data, (path) => at(['data', ...path]));
  }
}
