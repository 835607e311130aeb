import { Injectable } from '@nestjs/common';
import { FeedWriter, finishAttempts } from '#lib/read-model';
import { decodeAll, isTheDatabases, planIn, type Received, refusalOf } from './batch.planner.js';
import { toFeedBatch } from './feed-batch.mapper.js';
import { transact } from './feed.transaction.js';
import { reportPlan } from './plan.report.js';

/**
 * Applies batches of messages to the feed, each in one transaction. What is wrong with a message is kept with the
 * message; it only throws what is wrong with the database, and then the messages must come again.
 */
@Injectable()
export class BatchProjector {
  constructor(private readonly writer: FeedWriter) {}

  async project(deliveries: readonly Received[]): Promise<void> {
    try {
      await this.apply(deliveries);
    } catch (error) {
      if (isTheDatabases(error)) throw error;
      await this.applyApart(deliveries, error as Error);
    }
  }

  private async apply(deliveries: readonly Received[]): Promise<void> {
    const { events, malformed, refused } = decodeAll(deliveries);
    const begun = deliveries.flatMap(({ attempt }) => attempt ?? []);
    const plan = await transact(this.writer, async (feed) => {
      const planned = await planIn(feed, events, refused);
      await feed.write(toFeedBatch(planned, malformed));
      await finishAttempts(feed.tx, begun);
      return planned;
    });
    reportPlan(plan, malformed);
  }

  /** Finds the message that cannot be applied: halves at a time, so that the others lose little. */
  private async applyApart(deliveries: readonly Received[], error: Error): Promise<void> {
    const [only, ...others] = deliveries;
    if (only && others.length === 0) return this.apply([{ ...only, refusal: refusalOf(error) }]);
    const middle = Math.ceil(deliveries.length / 2);
    await this.project(deliveries.slice(0, middle));
    await this.project(deliveries.slice(middle));
  }
}
