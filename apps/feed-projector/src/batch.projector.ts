import { Injectable } from '@nestjs/common';
import { PersonalData } from '#lib/personal-data';
import { FeedWriter, finishAttempts, type StreamPlaces } from '#lib/read-model';
import {
  isTheDatabases,
  PENDING_MOST,
  placesOf,
  planPartIn,
  planPendingIn,
  refusalOf,
} from './batch.planner.js';
import { receive } from './clear.planner.js';
import { decodeAll, type Received } from './decoded.message.js';
import { toFeedBatch } from './feed-batch.mapper.js';
import { transact } from './feed.transaction.js';
import type { Refusal } from './plan-batch.js';
import { Publishers } from './publishers/publishers.js';
import { reportPlan } from './plan.report.js';

/**
 * Applies batches of messages to the feed, each in one transaction. What is wrong with a message is kept with the
 * message; it only throws what is wrong with the database, and then the messages must come again.
 */
@Injectable()
export class BatchProjector {
  constructor(
    private readonly writer: FeedWriter,
    private readonly publishers: Publishers,
    private readonly personal: PersonalData,
  ) {}

  async project(deliveries: readonly Received[]): Promise<void> {
    try {
      await this.apply(deliveries);
    } catch (error) {
      if (isTheDatabases(error)) throw error;
      await this.applyApart(deliveries, error as Error);
    }
  }

  private async apply(deliveries: readonly Received[]): Promise<void> {
    const { events, malformed, refused } = await receive(deliveries, this.publishers, this.personal);
    const begun = deliveries.flatMap(({ attempt }) => attempt ?? []);
    const { plan, unfinished } = await transact(this.writer, async (feed) => {
      const planned = await planPartIn(feed, events, refused, this.personal);
      await feed.write(toFeedBatch(planned.plan, malformed));
      await finishAttempts(feed.tx, begun);
      return planned;
    });
    reportPlan(plan, malformed);
    for (const stream of unfinished) await this.goOn(stream);
  }

  /**
   * Applies what no longer has to wait in a stream and was too much for its batch, one part after the other. Should the
   * process end here, the batch comes again and this with it.
   */
  private async goOn(stream: StreamPlaces): Promise<void> {
    let [most, refusal]: [number, Refusal | undefined] = [PENDING_MOST, undefined];
    for (let isOver = false; !isOver;) {
      try {
        const { plan, unfinished } = await transact(this.writer, async (feed) => {
          const planned = await planPendingIn(feed, stream, most, this.personal, refusal);
          await feed.write(toFeedBatch(planned.plan, []));
          return planned;
        });
        reportPlan(plan);
        refusal = undefined;
        isOver = unfinished.length === 0;
      } catch (error) {
        if (isTheDatabases(error) || refusal) throw error;
        // Halves at a time, until it is one: those before it are applied.
        if (most === 1) refusal = refusalOf(error as Error);
        most = Math.ceil(most / 2);
      }
    }
  }

  /** Finds the message that cannot be applied: halves at a time, so that the others lose little. */
  private async applyApart(deliveries: readonly Received[], error: Error): Promise<void> {
    const [only, ...others] = deliveries;
    if (only && others.length === 0) return this.applyAlone(only, refusalOf(error));
    const middle = Math.ceil(deliveries.length / 2);
    await this.project(deliveries.slice(0, middle));
    await this.project(deliveries.slice(middle));
  }

  /** If that fails as well, the message has been applied before, and it is what waited for it that cannot be. */
  private async applyAlone(delivery: Received, refusal: Refusal): Promise<void> {
    try {
      await this.apply([{ ...delivery, refusal }]);
    } catch (error) {
      if (isTheDatabases(error)) throw error;
      for (const stream of placesOf(decodeAll([delivery], this.publishers).events)) await this.goOn(stream);
      await this.apply([delivery]);
    }
  }
}
