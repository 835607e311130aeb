import { type CloudEvent, decodeMessage, MalformedMessage } from '#lib/envelope';
import { type Delivery, publisherOf } from '#lib/messaging';
import { constraintOf, isConnectionError, isDataError, sqlState } from '#lib/postgres';
import type { FeedTransaction, NewParked, StreamPlaces, StreamState } from '#lib/read-model';
import { keepBytes } from './parked-message.mapper.js';
import type { Publishers } from './publishers/publishers.js';
import { keyOf, PendingMissing, type Plan, planBatch, type Refusal } from './plan-batch.js';

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

/** What is no event is kept as it came, with the reason. Never throws over a message. `publishers`: who is believed. */
export function decodeAll(deliveries: readonly Received[], publishers: Publishers): Decoded {
  const events: CloudEvent[] = [];
  const refused: Decoded['refused'] = new Map();
  const malformed = new Map<string, NewParked>();
  for (const delivery of deliveries) {
    try {
      const decoded = decodeMessage(delivery);
      events.push(...decoded);
      for (const event of decoded) {
        const refusal = publishers.refusalOf(publisherOf(delivery), event.source) ?? delivery.refusal;
        if (refusal) refused.set(event, refusal);
      }
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
  return planWith(feed, events, await feed.streams(placesOf(events)), refused);
}

/** Events that waited for the ones of a batch, and take effect with them, at most. */
export const PENDING_MOST = 500;

/** A plan, and the streams in which more may be next than fitted into one transaction. */
export interface PartPlan {
  readonly plan: Plan;
  readonly unfinished: readonly StreamPlaces[];
}

/** Like {@link planIn}, without reading what waits behind a hole, or all of what no longer has to wait. */
export async function planPartIn(
  feed: FeedTransaction,
  events: readonly CloudEvent[],
  refused: ReadonlyMap<CloudEvent, Refusal>,
): Promise<PartPlan> {
  return planPart(feed, placesOf(events), PENDING_MOST, (streams) =>
    planWith(feed, events, streams, refused),
  );
}

/** Plans what is next in a stream and pending, `most` events of it. `refusal`: why the first one cannot be applied. */
export async function planPendingIn(
  feed: FeedTransaction,
  place: StreamPlaces,
  most: number,
  refusal?: Refusal,
): Promise<PartPlan> {
  return planPart(feed, [{ ...place, sequences: [] }], most, (streams) => {
    const first = streams.flatMap(({ pending }) => pending.slice(0, 1));
    return planWith(feed, [], streams, new Map(refusal && first.map((event) => [event, refusal])));
  });
}

/** A stream that is to be parked is planned once more, with all that is pending. */
async function planPart(
  feed: FeedTransaction,
  places: readonly StreamPlaces[],
  most: number,
  planOf: (streams: readonly StreamState[]) => Promise<Plan>,
): Promise<PartPlan> {
  const streams = await feed.streamsNear(places, most);
  try {
    const plan = await planOf(streams);
    return { plan, unfinished: unfinishedOf(plan, streams, most) };
  } catch (error) {
    if (!(error instanceof PendingMissing)) throw error;
    return { plan: await planOf(await feed.streams(places)), unfinished: [] };
  }
}

function unfinishedOf(plan: Plan, streams: readonly StreamState[], most: number): StreamPlaces[] {
  const moved = new Set(plan.streams.map(({ source, stream }) => keyOf(source, stream)));
  return streams
    .filter(({ source, stream, pending }) => pending.length >= most && moved.has(keyOf(source, stream)))
    .map(({ source, stream }) => ({ source, stream, sequences: [] }));
}

/** The streams of those events that have a place in one. */
export function placesOf(events: readonly CloudEvent[]): StreamPlaces[] {
  const ordered = events.filter((event) => event.sequence !== undefined);
  const streams = Map.groupBy(ordered, ({ source, subject }) => keyOf(source, subject!));
  return [...streams.values()].map((all) => ({
    source: all[0]!.source,
    stream: all[0]!.subject!,
    sequences: all.map(({ sequence }) => sequence!),
  }));
}

async function planWith(
  feed: FeedTransaction,
  events: readonly CloudEvent[],
  streams: readonly StreamState[],
  refused: ReadonlyMap<CloudEvent, Refusal>,
): Promise<Plan> {
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
