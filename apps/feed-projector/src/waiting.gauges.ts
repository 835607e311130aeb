import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { FeedWriter } from '#lib/read-model';
import { oldestHoleSeconds, parkedMessages, pendingEvents } from './feed-projector.metrics.js';

const EVERY_MS = 5_000;

/** Keeps the gauges of what waits. On a timer: a scrape must not cost a query. */
@Injectable()
export class WaitingGauges implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WaitingGauges.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly writer: FeedWriter) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.measure(), EVERY_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async measure(): Promise<void> {
    try {
      const waiting = await this.writer.measureWaiting();
      pendingEvents.set(waiting.pending);
      parkedMessages.set(waiting.parked);
      oldestHoleSeconds.set(waiting.oldestHoleSeconds);
    } catch (error) {
      this.logger.warn(`what waits was not counted: ${(error as Error).message}`);
    }
  }
}
