import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { PersonalData } from '#lib/personal-data';
import type { RebuildPace, RebuildStep, RebuildStore, RebuildVerifier } from '#lib/read-model';
import { Doze } from '#lib/service';
import { logProjection, reprojection } from './log.projection.js';

/** While another process is at it, or the version rests. */
const IDLE_MS = 1_000;
/** While there is nothing to do, unless an operator decides otherwise at another replica. */
const LOOK_EVERY_MS = 10_000;

/**
 * Builds and verifies versions of the projection whenever there is one to build or to verify. Every projector has one;
 * the database lets one at a time work. Whatever it is killed in is undone, and done again by the next.
 */
export class RebuildWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RebuildWorker.name);
  private readonly stopping = new AbortController();
  private readonly doze = new Doze();
  private running: Promise<void> | undefined;
  private lastError: string | undefined;

  constructor(
    private readonly store: RebuildStore,
    private readonly verifier: RebuildVerifier,
    private readonly pace: RebuildPace,
    private readonly personal: PersonalData,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** There may be something to do. */
  wake(): void {
    this.doze.wake();
  }

  /** Finishes the step in hand. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pause = await this.turn(signal);
      await this.doze.for(pause, signal);
    }
  }

  /** Answers how long to wait for the next. */
  private async turn(signal: AbortSignal): Promise<number> {
    try {
      if (!(await this.store.isWorkWanted())) return LOOK_EVERY_MS;
      const pause = await this.build();
      return pause ?? ((await this.verify(signal)) ? 0 : IDLE_MS);
    } catch (error) {
      if (!signal.aborted) this.complain((error as Error).message);
      return IDLE_MS;
    }
  }

  private async build(): Promise<number | undefined> {
    const step = await this.store.step(logProjection(this.personal), this.pace);
    this.lastError = undefined;
    this.tell(step);
    return step.did === 'wrote' ? step.restMs : undefined;
  }

  private async verify(signal: AbortSignal): Promise<boolean> {
    const code = reprojection(this.personal);
    const verified = await this.verifier.verifyNext(code, this.pace.duty, signal);
    if (!verified) return false;
    const { version, against, verdict, faults } = verified;
    const level = verdict === 'faulty' ? 'error' : 'log';
    this.logger[level](
      `version ${version} was compared with ${against}: ${verdict} ${faults.join('; ')}`.trimEnd(),
    );
    return true;
  }

  private tell(step: RebuildStep): void {
    if (step.did === 'caught up') {
      this.logger.log(`version ${step.version} is complete: live batches are written to it from now on`);
    } else if (step.did === 'failed') {
      this.logger.error(`version ${step.version} cannot be built: ${step.why}`);
    }
  }

  /** Once for each reason in a row. */
  private complain(reason: string): void {
    if (this.lastError !== reason) this.logger.warn(`the rebuild is tried again: ${reason}`);
    this.lastError = reason;
  }
}
