import type { CloudEvent } from '#lib/envelope';
import type { PersonalData } from '#lib/personal-data';
import { type FeedTransaction, type NewParked, ParkedTransaction, type ParkedRow } from '#lib/read-model';
import { publisherOf } from '#lib/messaging';
import { planIn } from '../batch.planner.js';
import { receive } from '../clear.planner.js';
import { toFeedBatch } from '../feed-batch.mapper.js';
import type { Plan } from '../plan-batch.js';
import { eventOf, keptAgain } from './parked-event.mapper.js';
import { PUBLISHER_NOT_ALLOWED, type Publishers } from '../publishers/publishers.js';
import type { Trial } from './stream.replay.js';

export interface MessageTrial extends Omit<Trial, 'atOnce'> {
  readonly publishers: Publishers;
}

export interface MessageStep {
  readonly plan: Plan;
  /** The message is no event still. */
  readonly malformed: readonly NewParked[];
}

/**
 * Replays one message that is of no stream, in the transaction. Bytes are decoded again: a newer version may understand
 * them, and then their events take the message's place. Who has published them is asked where it was not before, or was
 * the reason. Undefined when there is nothing to do any more.
 */
export async function replayMessageIn(
  feed: FeedTransaction,
  id: string,
  trial: MessageTrial,
  personal: PersonalData,
): Promise<MessageStep | undefined> {
  const parked = new ParkedTransaction(feed.tx);
  const row = await parked.take(id);
  if (!row || row.stream !== null) return undefined;
  return row.event_id === null
    ? replayBytes(feed, parked, row, trial, personal)
    : replayEvent(feed, parked, row, trial, personal);
}

async function replayEvent(
  feed: FeedTransaction,
  parked: ParkedTransaction,
  row: ParkedRow,
  { refusal, isNoted, publishers }: MessageTrial,
  personal: PersonalData,
): Promise<MessageStep> {
  const [event] = (await personal.sealReceived([eventOf(row)])) as [CloudEvent];
  const isAsked = row.reason === PUBLISHER_NOT_ALLOWED;
  const barred = isAsked ? publishers.refusalOf(publisherOf(row), event.source) : undefined;
  const why = barred ?? refusal;
  const plan = await planIn(feed, [event], new Map(why && [[event, why]]), personal);
  const again = plan.parked.find((rejected) => rejected.event === event);
  await feed.write(toFeedBatch({ ...plan, parked: plan.parked.filter((one) => one !== again) }, []));
  if (again) await parked.keep([keptAgain(row.id, again, isNoted)]);
  else await parked.remove([row.id]);
  return { plan, malformed: [] };
}

async function replayBytes(
  feed: FeedTransaction,
  parked: ParkedTransaction,
  row: ParkedRow,
  { refusal, isNoted, publishers }: MessageTrial,
  personal: PersonalData,
): Promise<MessageStep> {
  const { content_type: contentType, headers, body } = row;
  const message = { contentType: contentType ?? undefined, headers, body, redelivered: true };
  const { events, malformed, refused } = await receive(
    [{ ...message, ...(refusal && { refusal }) }],
    publishers,
    personal,
  );
  const plan = await planIn(feed, events, refused, personal);
  await feed.write(toFeedBatch(plan, []));
  const [fault] = malformed;
  if (fault) {
    const { reason, detail } = fault;
    await parked.keep([{ id: row.id, reason, detail, tries: isNoted ? 0 : 1 }]);
  } else await parked.remove([row.id]);
  return { plan, malformed };
}
