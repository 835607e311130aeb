import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DEAD_LETTER_GROUP, type Delivery, SUBSCRIBER, type Subscriber } from '#lib/messaging';
import { Database } from '#lib/postgres';
import { FeedWriter } from '#lib/read-model';
import { NO_BATCH } from '../feed-batch.mapper.js';
import { copiedMessages } from './dead-letters.metrics.js';
import { keepUndelivered } from './undelivered.mapper.js';

/** They are few, and each may be large. */
const BATCH_MAX = 50;

/**
 * Copies what the broker could not deliver into the parked messages: dead letters, and what no queue took. Acknowledged
 * when the copy is committed; a copy that came before is not made again. Nothing is decoded here, for it may be what
 * ended the projector. Closed with its subscriber.
 */
@Injectable()
export class DeadLetterConsumer implements OnApplicationBootstrap {
  private readonly logger = new Logger(DeadLetterConsumer.name);

  constructor(
    @Inject(SUBSCRIBER) private readonly subscriber: Subscriber,
    private readonly database: Database,
    private readonly writer: FeedWriter,
  ) {}

  /** Not waited for: without the broker the app starts as well. */
  onApplicationBootstrap(): void {
    const subscribing = this.subscriber.subscribe({
      group: DEAD_LETTER_GROUP,
      batchMax: BATCH_MAX,
      handle: (batch) => this.copy(batch),
      whenReady: (signal) => this.database.whenReady(signal),
    });
    subscribing.catch((error: Error) => this.logger.error(`dead letters are not consumed: ${error.message}`));
  }

  async copy(batch: readonly Delivery[]): Promise<void> {
    const parked = [...new Map(batch.map(keepUndelivered).map((kept) => [kept.fingerprint, kept])).values()];
    await this.writer.inTransaction((feed) => feed.write({ ...NO_BATCH, parked }));
    for (const { reason, detail } of parked) {
      copiedMessages.inc({ reason });
      this.logger.warn({ outcome: 'kept', reason, detail });
    }
  }
}
