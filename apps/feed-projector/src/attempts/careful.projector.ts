import { Injectable, Logger } from '@nestjs/common';
import type { Delivery } from '#lib/messaging';
import { Attempts } from '#lib/read-model';
import type { Received } from '../decoded.message.js';
import { BatchProjector } from '../batch.projector.js';
import { fingerprintOf } from '../parked-message.mapper.js';
import { suspiciousMessages } from './attempts.metrics.js';
import { MOST_ATTEMPTS, type Run, runsOf } from './runs.js';

/**
 * Keeps a message that ends the process from ending it for ever (trap T9). Messages that come for the first time cost
 * nothing. The beginning of the work on others is counted, in a commit of its own; what was begun and never finished is
 * tried alone, and after {@link MOST_ATTEMPTS} times parked without being tried, its stream behind it.
 */
@Injectable()
export class CarefulProjector {
  private readonly logger = new Logger(CarefulProjector.name);
  /** Begun, ended by a fault of the database, and not forgiven yet because it was away. */
  private owed: readonly string[] = [];

  constructor(
    private readonly projector: BatchProjector,
    private readonly attempts: Attempts,
  ) {}

  async project(batch: readonly Delivery[]): Promise<void> {
    if (!batch.some(({ redelivered }) => redelivered)) return this.projector.project(batch);
    const received = batch.map((delivery) =>
      delivery.redelivered ? { ...delivery, attempt: fingerprintOf(delivery) } : delivery,
    );
    await this.forgive([]);
    const begun = await this.attempts.begun(attemptsOf(received));
    for (const run of runsOf(received, begun)) await this.projectRun(run);
  }

  private async projectRun({ deliveries, begun }: Run): Promise<void> {
    const attempts = attemptsOf(deliveries);
    await this.attempts.start(attempts);
    try {
      if (begun === undefined) await this.projector.project(deliveries);
      else await this.projectSuspect(deliveries, begun);
    } catch (error) {
      await this.forgive(attempts).catch(() => {});
      throw error;
    }
  }

  /** This process lives, so it was not the message. */
  private async forgive(attempts: readonly string[]): Promise<void> {
    this.owed = [...this.owed, ...attempts];
    if (this.owed.length === 0) return;
    await this.attempts.forgive(this.owed);
    this.owed = [];
  }

  private async projectSuspect([delivery]: readonly Received[], begun: number): Promise<void> {
    const isTried = begun < MOST_ATTEMPTS;
    const again = `was begun ${begun} times and never finished`;
    this.logger.warn(`a message ${again}: ${isTried ? 'it is tried alone' : 'it is parked'}`);
    const refusal = { reason: 'killed-the-projector', detail: `the work on it ${again}` };
    await this.projector.project([{ ...delivery!, ...(!isTried && { refusal }) }]);
    suspiciousMessages.inc({ outcome: isTried ? 'finished' : 'parked' });
  }
}

function attemptsOf(deliveries: readonly Received[]): string[] {
  return [...new Set(deliveries.flatMap(({ attempt }) => attempt ?? []))];
}
