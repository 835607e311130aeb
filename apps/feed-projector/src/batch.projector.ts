import { Injectable, Logger } from '@nestjs/common';
import { type CloudEvent, decodeMessage, MalformedMessage } from '#lib/envelope';
import type { Delivery } from '#lib/messaging';
import { constraintOf, isConflict, isConnectionError, isDataError, sqlState } from '#lib/postgres';
import {
  type FeedTransaction,
  FeedWriter,
  type NewParked,
  StreamMoved,
  type StreamKey,
} from '#lib/read-model';
import { requestContext } from '#lib/service';
import { toFeedBatch } from './feed-batch.mapper.js';
import { eventsApplied, lagSeconds } from './feed-projector.metrics.js';
import { keepBytes, keepEvent } from './parked-message.mapper.js';
import { keyOf, type Plan, planBatch } from './plan-batch.js';

/**
 * Applies batches of messages to the feed, each in one transaction. What is wrong with a message is kept with the
 * message; it only throws what is wrong with the database, and then nothing of the batch has taken effect.
 */
@Injectable()
export class BatchProjector {
  private readonly logger = new Logger(BatchProjector.name);

  constructor(private readonly writer: FeedWriter) {}

  async project(deliveries: readonly Delivery[]): Promise<void> {
    const { events, malformed } = decodeAll(deliveries);
    try {
      await this.apply(events, malformed);
    } catch (error) {
      if (isTheDatabases(error)) throw error;
      await this.applyApart(deliveries, error as Error);
    }
  }

  private async apply(events: readonly CloudEvent[], malformed: readonly NewParked[]): Promise<void> {
    try {
      const plan = await this.transact(events, malformed);
      this.report(plan, malformed);
    } catch (error) {
      // Another consumer had the same messages and was faster, or both waited for each other: now they are duplicates.
      if (!(error instanceof StreamMoved) && !isConflict(error)) throw error;
      await this.apply(events, malformed);
    }
  }

  private async transact(events: readonly CloudEvent[], malformed: readonly NewParked[]): Promise<Plan> {
    return this.writer.inTransaction(async (feed) => {
      const plan = await planIn(feed, events);
      await feed.write(toFeedBatch(plan, malformed));
      return plan;
    });
  }

  /** Finds the message that cannot be applied: halves at a time, so that the others lose little. */
  private async applyApart(deliveries: readonly Delivery[], error: Error): Promise<void> {
    if (deliveries.length > 1) {
      const middle = Math.ceil(deliveries.length / 2);
      await this.project(deliveries.slice(0, middle));
      await this.project(deliveries.slice(middle));
      return;
    }
    const { events, malformed } = decodeAll(deliveries);
    const fresh = await this.withoutDuplicates(events);
    const kept = fresh.map((event) => keepEvent(event, reasonOf(error), error.message));
    await this.apply([], [...malformed, ...kept]);
  }

  /** Two consumers may have had the message: what the other one applied is no fault of the event. */
  private async withoutDuplicates(events: readonly CloudEvent[]): Promise<CloudEvent[]> {
    const { duplicates } = await this.writer.inTransaction((feed) => planIn(feed, events));
    return events.filter((event) => !duplicates.includes(event));
  }

  private report(plan: Plan, malformed: readonly NewParked[]): void {
    const now = Date.now();
    for (const { event, shown } of plan.applied) {
      this.say(shown ? 'applied' : 'applied, without a card', event);
      lagSeconds.observe(Math.max(0, now - Date.parse(event.time)) / 1000);
    }
    for (const event of plan.duplicates) this.say('duplicate', event);
    for (const event of plan.pending) this.say('pending', event);
    for (const { event, reason, detail } of plan.parked) this.warn('parked', event, { reason, detail });
    for (const { reason, detail } of malformed) this.warn('kept', {}, { reason, detail });
  }

  private say(outcome: string, event: CloudEvent): void {
    eventsApplied.inc({ type: outcome.startsWith('applied') ? event.type : 'any', outcome });
    inContextOf(event, () => this.logger.log({ ...fieldsOf(event), outcome }));
  }

  private warn(outcome: string, event: Partial<CloudEvent>, fields: object): void {
    eventsApplied.inc({ type: 'any', outcome });
    inContextOf(event, () => this.logger.warn({ ...fieldsOf(event), outcome, ...fields }));
  }
}

/** Why an event cannot be applied that is no duplicate, and in its turn if it has one. */
function reasonOf(error: Error): string {
  if (constraintOf(error) === 'log_event') return 'id-taken';
  return isDataError(error) ? 'database-refused' : 'not-applicable';
}

/** Not to be mended by leaving messages out: the database is away, or refuses for reasons of its own. */
function isTheDatabases(error: unknown): boolean {
  return isConnectionError(error) || (sqlState(error) !== undefined && !isDataError(error));
}

async function planIn(feed: FeedTransaction, events: readonly CloudEvent[]): Promise<Plan> {
  const ordered = events.filter((event) => event.sequence !== undefined);
  const keys = new Map(
    ordered.map(({ source, subject }) => [keyOf(source, subject!), { source, stream: subject! }]),
  );
  const streams = await feed.streams([...keys.values()] satisfies StreamKey[]);
  const last = new Map(streams.map((at) => [keyOf(at.source, at.stream), at.lastSequence]));
  const perhapsLogged = ({ source, subject, sequence }: CloudEvent): boolean =>
    sequence === undefined || sequence <= last.get(keyOf(source, subject!))!;
  return planBatch(events, streams, await feed.logged(events.filter(perhapsLogged)));
}

function decodeAll(deliveries: readonly Delivery[]): { events: CloudEvent[]; malformed: NewParked[] } {
  const events: CloudEvent[] = [];
  const malformed = new Map<string, NewParked>();
  for (const delivery of deliveries) {
    try {
      events.push(...decodeMessage(delivery));
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      const kept = keepBytes(delivery, error.code, error.message);
      malformed.set(kept.fingerprint, kept);
    }
  }
  return { events, malformed: [...malformed.values()] };
}

function inContextOf({ correlationid }: Partial<CloudEvent>, work: () => void): void {
  if (correlationid === undefined) work();
  else requestContext.run({ requestId: correlationid }, work);
}

function fieldsOf({ id, type, source, subject, sequence }: Partial<CloudEvent>): object {
  return { event_id: id, event_type: type, app_id: source, stream: subject, sequence };
}
