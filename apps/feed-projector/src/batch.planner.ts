import { type CloudEvent, decodeMessage, MalformedMessage } from '#lib/envelope';
import type { Delivery } from '#lib/messaging';
import { constraintOf, isConnectionError, isDataError, sqlState } from '#lib/postgres';
import type { FeedTransaction, NewParked } from '#lib/read-model';
import { keepBytes } from './parked-message.mapper.js';
import { keyOf, type Plan, planBatch, type Refusal } from './plan-batch.js';

/** A delivery on its way through the projector. */
export interface Received extends Delivery {
  /** Under which the beginning of the work on it was counted. */
  readonly attempt?: string;
  /** Why it is kept without being applied. */
  readonly refusal?: Refusal;
}

/** What was in a batch of messages. */
export interface Decoded {
  readonly events: CloudEvent[];
  readonly malformed: NewParked[];
  readonly refused: Map<CloudEvent, Refusal>;
}

/** What is no event is kept as it came, with the reason. Never throws over a message. */
export function decodeAll(deliveries: readonly Received[]): Decoded {
  const events: CloudEvent[] = [];
  const refused: Decoded['refused'] = new Map();
  const malformed = new Map<string, NewParked>();
  for (const delivery of deliveries) {
    try {
      const decoded = decodeMessage(delivery);
      events.push(...decoded);
      if (delivery.refusal) for (const event of decoded) refused.set(event, delivery.refusal);
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      const kept = keepBytes(delivery, error.code, error.message);
      malformed.set(kept.fingerprint, kept);
    }
  }
  return { events, malformed: [...malformed.values()], refused };
}

/** Reads where the events' streams stand, and what is known of the events, and plans. */
export async function planIn(
  feed: FeedTransaction,
  events: readonly CloudEvent[],
  refused: ReadonlyMap<CloudEvent, Refusal> = new Map(),
): Promise<Plan> {
  const ordered = events.filter((event) => event.sequence !== undefined);
  const keys = new Map(
    ordered.map(({ source, subject }) => [keyOf(source, subject!), { source, stream: subject! }]),
  );
  const streams = await feed.streams([...keys.values()]);
  const last = new Map(streams.map((at) => [keyOf(at.source, at.stream), at.lastSequence]));
  const perhapsLogged = ({ source, subject, sequence }: CloudEvent): boolean =>
    sequence === undefined || sequence <= last.get(keyOf(source, subject!))!;
  return planBatch(events, streams, await feed.logged(events.filter(perhapsLogged)), refused);
}

/** Why an event cannot be applied that is no duplicate, and in its turn if it has one. */
export function refusalOf(error: Error): Refusal {
  const detail = error.message;
  if (error instanceof MalformedMessage) return { reason: error.code, detail };
  if (constraintOf(error) === 'log_event') return { reason: 'id-taken', detail };
  return { reason: isDataError(error) ? 'database-refused' : 'not-applicable', detail };
}

/** Not to be mended by leaving messages out: the database is away, or refuses for reasons of its own. */
export function isTheDatabases(error: unknown): boolean {
  return isConnectionError(error) || (sqlState(error) !== undefined && !isDataError(error));
}
