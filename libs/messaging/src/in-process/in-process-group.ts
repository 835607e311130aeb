import type { MessagingLogger } from '../logger.js';
import { measureBatch } from '../metrics.js';
import { PublishFailed } from '../publisher.js';
import type { Delivery, SubscribeOptions } from '../subscriber.js';
import { whenReadyAgain } from '../when-ready-again.js';

interface Offered {
  readonly delivery: Delivery;
  readonly taken: () => void;
  readonly failed: (reason: PublishFailed) => void;
}

interface Member {
  readonly options: SubscribeOptions;
  readonly leaving: AbortController;
}

/** The subscriptions of one group. The one that came first is active, the others stand by. */
export class InProcessGroup {
  private readonly members: Member[] = [];
  private queue: Offered[] = [];
  private working: Promise<void> | undefined;
  private busy = false;
  private recovering = false;

  constructor(
    private readonly name: string,
    private readonly logger: MessagingLogger,
    private readonly onChange: () => void,
  ) {}

  get subscribed(): boolean {
    return this.members.length > 0;
  }

  get ready(): boolean {
    return this.subscribed && !this.recovering;
  }

  /** Resolves when a batch with it is handled. Rejects with {@link PublishFailed}. */
  offer(delivery: Delivery): Promise<void> {
    if (!this.ready) return Promise.reject(this.unavailable());
    return new Promise((taken, failed) => {
      this.queue.push({ delivery, taken, failed });
      this.work();
    });
  }

  /** Adds a member; what it returns takes the member out again and resolves when the batch in its hand is done. */
  join(options: SubscribeOptions): () => Promise<void> {
    const member = { options, leaving: new AbortController() };
    this.members.push(member);
    this.onChange();
    return async () => {
      const wasActive = this.members[0] === member;
      const index = this.members.indexOf(member);
      if (index >= 0) this.members.splice(index, 1);
      member.leaving.abort();
      if (!this.subscribed) this.rejectQueue();
      this.onChange();
      if (wasActive) await this.working;
    };
  }

  private work(): void {
    if (this.busy) return;
    this.busy = true;
    this.working = this.handleQueue();
  }

  private async handleQueue(): Promise<void> {
    // Publishes of the same turn become one batch.
    await Promise.resolve();
    for (let failures = 0; this.queue.length > 0;) {
      const [member] = this.members;
      if (!member) {
        this.rejectQueue();
        break;
      }
      const batch = this.queue.splice(0, member.options.batchMax);
      try {
        await this.handle(member.options, batch);
        failures = 0;
      } catch (error) {
        await this.recover(member, batch, error, ++failures);
      }
    }
    // In the same turn as the last look at the queue, or a publish in between would be left lying.
    this.busy = false;
  }

  private async handle(options: SubscribeOptions, batch: Offered[]): Promise<void> {
    await measureBatch(this.name, batch.length, () => options.handle(batch.map(({ delivery }) => delivery)));
    for (const { taken } of batch) taken();
  }

  private async recover(member: Member, batch: Offered[], error: unknown, failures: number): Promise<void> {
    const why = (error as Error)?.message ?? String(error);
    this.logger.error(`${this.name} rejected a batch, its publisher has it back: ${why}`);
    this.recovering = true;
    this.onChange();
    const refused = new PublishFailed('refused', `${this.name} rejected the batch: ${why}`, { cause: error });
    for (const { failed } of batch) failed(refused);
    // Those behind must not overtake: they come again, after the ones just refused.
    this.rejectQueue();
    await whenReadyAgain(member.options, failures, member.leaving.signal, this.logger).catch(() => {});
    this.recovering = false;
    this.onChange();
  }

  private rejectQueue(): void {
    const reason = this.unavailable();
    for (const { failed } of this.queue.splice(0)) failed(reason);
  }

  private unavailable(): PublishFailed {
    return new PublishFailed('unavailable', `${this.name} takes nothing now`);
  }
}
