import { Logger } from '@nestjs/common';
import type { CloudEvent } from '#lib/envelope';
import { Latch } from '../latch.js';
import type { MessagingLogger } from '../logger.js';
import { sentMessages } from '../metrics.js';
import { outgoingMessage } from '../outgoing-message.js';
import { PublishFailed, type Publisher } from '../publisher.js';
import type { Delivery, Subscriber, SubscribeOptions, Subscription } from '../subscriber.js';
import { InProcessGroup } from './in-process-group.js';

/**
 * What relays had in hand when the process ended comes again among the first rows of each part of each outbox: 16 parts
 * of 200 rows, for each of five sources.
 */
const PERHAPS_AGAIN = 16_000;

/**
 * Both ends in one process. `publish` resolves when every group has handled the event, so nothing waits in memory that
 * the publisher does not still have: the outbox is the only queue. Publishes that arrive while a batch is handled form
 * the next one.
 */
export class InProcessBroker implements Publisher, Subscriber {
  private readonly groups = new Map<string, InProcessGroup>();
  private readonly open = new Set<Subscription>();
  private readonly taking = new Latch<true>();
  private closed = false;

  /**
   * `perhapsAgain`: so many of the first deliveries are marked as redelivered. Nobody here remembers what was handed over
   * before the process was started, and it may be what ended the one before.
   */
  constructor(
    private readonly logger: MessagingLogger = new Logger(InProcessBroker.name),
    private perhapsAgain = PERHAPS_AGAIN,
  ) {}

  /** A batch that the handler rejects is `refused`; what waited behind it, and what comes too early, `unavailable`. */
  async publish(event: CloudEvent): Promise<void> {
    let outcome = 'failed';
    try {
      await this.handOver({ ...outgoingMessage(event), redelivered: this.perhapsAgain-- > 0 }, event.id);
      outcome = 'confirmed';
    } catch (error) {
      if (error instanceof PublishFailed) outcome = error.reason;
      throw error;
    } finally {
      sentMessages.inc({ messaging_destination_name: 'in-process', outcome });
    }
  }

  /** Resolves while somebody is subscribed and no group recovers from a rejected batch. */
  async whenReady(signal: AbortSignal): Promise<void> {
    await this.taking.wait(signal);
  }

  // Async for the port's sake: there is nothing to wait for.
  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    if (this.closed) throw new Error('the broker is closed');
    const leave = this.groupOf(options.group).join(options);
    const subscription = {
      close: async () => {
        await leave();
        this.open.delete(subscription);
      },
    };
    this.open.add(subscription);
    return subscription;
  }

  /** Takes nothing more and resolves when the batches in hand are done. Idempotent. */
  async close(): Promise<void> {
    this.closed = true;
    this.taking.set(undefined);
    await Promise.all([...this.open].map((subscription) => subscription.close()));
  }

  private async handOver(delivery: Delivery, id: string): Promise<void> {
    if (this.closed) throw new PublishFailed('unavailable', 'the broker in this process is closed');
    const groups = [...this.groups.values()].filter(({ subscribed }) => subscribed);
    if (groups.length === 0) throw new PublishFailed('unroutable', `event ${id}: nobody is subscribed`);
    await Promise.all(groups.map((group) => group.offer(delivery)));
  }

  private groupOf(name: string): InProcessGroup {
    const existing = this.groups.get(name);
    if (existing) return existing;
    const group = new InProcessGroup(name, this.logger, () => this.refresh());
    this.groups.set(name, group);
    return group;
  }

  private refresh(): void {
    if (this.closed) return;
    const groups = [...this.groups.values()].filter(({ subscribed }) => subscribed);
    this.taking.set(groups.length > 0 && groups.every(({ ready }) => ready) ? true : undefined);
  }
}
