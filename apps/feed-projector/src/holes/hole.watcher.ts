import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Requests } from '#lib/messaging';
import type { Database } from '#lib/postgres';
import { type MissingEvents, openHoles } from '#lib/read-model';
import { holesRequested } from '../feed-projector.metrics.js';

/** Holes that are asked for at once: the others have their turn when these are filled. */
const AT_ONCE = 100;
const LOOK_EVERY_MS = 5_000;

/**
 * Asks the source of a missing event for it when it does not come in time, and raises an alarm: whatever was confirmed and
 * then lost on its way, the source still has it.
 */
export class HoleWatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(HoleWatcher.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  /** When each hole was asked for last. */
  private asked = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly requests: Requests,
    private readonly timeoutMs: number,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(
      () => {
        this.looking ??= this.look();
      },
      Math.min(LOOK_EVERY_MS, this.timeoutMs),
    );
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      const holes = await openHoles(this.database, this.timeoutMs, AT_ONCE);
      const open = new Map(
        holes.map((hole) => [JSON.stringify([hole.source, hole.stream, hole.from]), hole]),
      );
      this.asked = new Map([...this.asked].filter(([key]) => open.has(key)));
      for (const [key, hole] of open) await this.ask(key, hole);
    } catch (error) {
      this.logger.warn(`missing events were not asked for: ${(error as Error).message}`);
    } finally {
      this.looking = undefined;
    }
  }

  private async ask(key: string, { waitedSeconds, ...missing }: MissingEvents): Promise<void> {
    const now = performance.now();
    if (now - (this.asked.get(key) ?? -Infinity) < this.timeoutMs) return;
    await this.requests.send(missing);
    this.asked.set(key, now);
    holesRequested.inc({ source: missing.source });
    const { source, stream, from, to } = missing;
    this.logger.error({
      msg: `events ${from} to ${to} have been missing for ${Math.round(waitedSeconds)} s: their source is asked for them`,
      app_id: source,
      stream,
    });
  }
}
