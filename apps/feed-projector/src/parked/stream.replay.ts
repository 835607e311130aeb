import type { PersonalData } from '#lib/personal-data';
import { type FeedTransaction, ParkedTransaction, type StreamKey, type StreamState } from '#lib/read-model';
import { toFeedBatch } from '../feed-batch.mapper.js';
import { planInTheClear, type ToPlan } from '../clear.planner.js';
import type { Plan, Refusal } from '../plan-batch.js';
import { eventOf, keptAgain } from './parked-event.mapper.js';

/** How to try what is parked. */
export interface Trial {
  /** Events in one transaction, at most. */
  readonly atOnce: number;
  /** Why it is not to be tried, but kept. */
  readonly refusal?: Refusal;
  /** It was counted before it began. */
  readonly isNoted: boolean;
}

export interface StreamStep {
  readonly plan: Plan;
  /** Nothing more of the stream can be applied now. */
  readonly isOver: boolean;
}

/** Replays the first parked events of a stream, and what waits for them in `pending`, in the transaction. */
export async function replayStreamIn(
  feed: FeedTransaction,
  key: StreamKey,
  { atOnce, refusal, isNoted }: Trial,
  personal: PersonalData,
): Promise<StreamStep> {
  const parked = new ParkedTransaction(feed.tx);
  // Before its events: one that is parked after this look moves the stream, and then all of this starts over.
  const [state] = await feed.streams([key]);
  const rows = await parked.takeStream(key, atOnce);
  const events = await personal.sealReceived(rows.map(eventOf));
  const idOf = new Map(events.map((event, n) => [event, rows[n]!.id]));
  const refused = new Map(refusal && events.map((event) => [event, refusal]));
  const logged = await feed.logged(events);
  const plan = await planFlowing(personal, state!, { events, logged, refused });
  const kept = plan.parked.flatMap((rejected) => {
    const id = idOf.get(rejected.event);
    return id === undefined ? [] : keptAgain(id, rejected, isNoted);
  });
  const keptIds = new Set(kept.map(({ id }) => id));
  await feed.write(toFeedBatch({ ...plan, parked: plan.parked.filter(({ event }) => !idOf.has(event)) }, []));
  await parked.remove(rows.map(({ id }) => id).filter((id) => !keptIds.has(id)));
  await parked.keep(kept);
  return { plan, isOver: rows.length < atOnce || kept.some(({ stream }) => stream !== undefined) };
}

/**
 * Plans as if the stream were not parked: what is behind these events stays parked, so nothing overtakes. The stream
 * always moves, so that a projector that has seen it parked starts over.
 */
async function planFlowing(
  personal: PersonalData,
  state: StreamState,
  toPlan: Omit<ToPlan, 'streams'>,
): Promise<Plan> {
  const plan = await planInTheClear(personal, { ...toPlan, streams: [{ ...state, parked: false }] });
  if (plan.streams.length === 0) plan.streams.push(state);
  return plan;
}
