import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Delivery } from '#lib/messaging';
import { CarefulProjector } from './attempts/careful.projector.js';

/** The consumers that share the work of projecting; the partition queues are named after it. */
export const FEED_PROJECTOR = 'feed.projector';

@Controller()
export class FeedConsumer {
  constructor(private readonly projector: CarefulProjector) {}

  /** Resolves when the batch is committed; only then is it acknowledged. */
  @EventPattern<string>(FEED_PROJECTOR)
  async project(@Payload() batch: readonly Delivery[]): Promise<void> {
    await this.projector.project(batch);
  }
}
