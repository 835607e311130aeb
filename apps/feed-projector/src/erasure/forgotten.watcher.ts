import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { PersonalData } from '#lib/personal-data';
import type { FeedWriter } from '#lib/read-model';
import { changesOfErasure, forgottenOf } from '../feed-batch.mapper.js';

/**
 * Takes out of the feed whom it remembers, or what was said, although the key is destroyed: it was restored from an older dump, which the event
 * that tells of it is not in.
 */
export class ForgottenWatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ForgottenWatcher.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly writer: FeedWriter,
    private readonly personal: PersonalData,
    private readonly everyMs: number,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), this.everyMs);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async look(): Promise<void> {
    try {
      const forgotten = (await this.personal.destroyed()).map(forgottenOf);
      const remembered = await this.writer.inTransaction(async (feed) => {
        const owners = await feed.rememberedOf(forgotten);
        if (owners.length > 0) await feed.show([], changesOfErasure(owners));
        return owners;
      });
      if (remembered.length > 0)
        this.logger.warn(
          `what of people and texts has no key any more was in the feed still, and is no longer: ${remembered.length}`,
        );
    } catch (error) {
      this.logger.warn(`whether everybody is forgotten was not looked at: ${(error as Error).message}`);
    }
  }
}
