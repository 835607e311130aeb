import { type CloudEvent, MalformedMessage } from '#lib/envelope';
import { KeysUnavailable, type PersonalData } from '#lib/personal-data';
import { constraintOf, isConnectionError, isDataError, sqlState } from '#lib/postgres';
import type { FeedTransaction, StreamPlaces, StreamState } from '#lib/read-model';
import { planInTheClear } from './clear.planner.js';
import { keyOf, PendingMissing, type Plan, type Refusal } from './plan-batch.js';

type Refused = ReadonlyMap<CloudEvent, Refusal>;

/** Reads where the events' streams stand, and what is known of the events, and plans. */
export async function planIn(
  feed: FeedTransaction,
  events: readonly CloudEvent[],
  refused: Refused,
  personal: PersonalData,
): Promise<Plan> {
  return planWith(feed, events, await feed.streams(placesOf(events)), refused, personal);
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
  refused: Refused,
  personal: PersonalData,
): Promise<PartPlan> {
  return planPart(feed, placesOf(events), PENDING_MOST, (streams) =>
    planWith(feed, events, streams, refused, personal),
  );
}

/** Plans what is next in a stream and pending, `most` events of it. `refusal`: why the first one cannot be applied. */
export async function planPendingIn(
  feed: FeedTransaction,
  place: StreamPlaces,
  most: number,
  personal: PersonalData,
  refusal?: Refusal,
): Promise<PartPlan> {
  return planPart(feed, [{ ...place, sequences: [] }], most, (streams) => {
    const first = streams.flatMap(({ pending }) => pending.slice(0, 1));
    const refused = new Map(refusal && first.map((event) => [event, refusal]));
    return planWith(feed, [], streams, refused, personal);
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
  refused: Refused,
  personal: PersonalData,
): Promise<Plan> {
  const last = new Map(streams.map((at) => [keyOf(at.source, at.stream), at.lastSequence]));
  const perhapsLogged = ({ source, subject, sequence }: CloudEvent): boolean =>
    sequence === undefined || sequence <= last.get(keyOf(source, subject!))!;
  const logged = await feed.logged(events.filter(perhapsLogged));
  return planInTheClear(personal, { events, streams, logged, refused });
}

/** Why an event cannot be applied that is no duplicate, and in its turn if it has one. */
export function refusalOf(error: Error): Refusal {
  const detail = error.message;
  if (error instanceof MalformedMessage) return { reason: error.code, detail };
  if (constraintOf(error) === 'log_event') return { reason: 'id-taken', detail };
  return { reason: isDataError(error) ? 'database-refused' : 'not-applicable', detail };
}

/** Not to be mended by leaving messages out: the database or the keys are away, or it refuses for reasons of its own. */
export function isTheDatabases(error: unknown): boolean {
  if (error instanceof KeysUnavailable) return true;
  return isConnectionError(error) || (sqlState(error) !== undefined && !isDataError(error));
}
