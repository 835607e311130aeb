import { Logger } from '@nestjs/common';
import type { EventStore } from '#lib/event-store';

/** How long the same `Idempotency-Key` gets the first answer again. */
export const IDEMPOTENCY_HOURS = 24;

const EVERY_MS = 10 * 60_000;
const BATCH = 1_000;

/** Forgets old idempotency keys, a small batch at a time. */
export class IdempotencyCleaner {
  private readonly logger = new Logger(IdempotencyCleaner.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly store: EventStore) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.clean(), EVERY_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async clean(): Promise<void> {
    try {
      while ((await this.store.forgetIdempotent(IDEMPOTENCY_HOURS, BATCH)) === BATCH);
    } catch (error) {
      this.logger.warn(`old idempotency keys are kept until the next try: ${(error as Error).message}`);
    }
  }
}
