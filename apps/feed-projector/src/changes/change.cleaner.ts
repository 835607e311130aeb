import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '#lib/postgres';
import { OldChanges } from '#lib/read-model';

/** Ten times what `STREAM_REPLAY_CHANGES` may be: as long as these are there, nobody is told less than all. */
const KEPT = 100_000;
const BATCH = 5_000;
const EVERY_MS = 10 * 60_000;

/** Sees to it that what readers are told from does not grow for ever. */
@Injectable()
export class ChangeCleaner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChangeCleaner.name);
  private readonly changes: OldChanges;
  private timer: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.changes = new OldChanges(database);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.clean(), EVERY_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async clean(): Promise<void> {
    try {
      await this.changes.forget(KEPT, BATCH);
    } catch (error) {
      this.logger.warn(`old changes are kept until the next try: ${(error as Error).message}`);
    }
  }
}
