import { setImmediate } from 'node:timers/promises';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { within } from '../pause.js';

/** Why a consumer ended: closed by us, its channel lost, or a batch rejected by the handler. */
export type ConsumerEnd = 'closed' | 'lost' | { readonly rejected: unknown };

/** What a {@link BatchConsumer} consumes, and who handles it. */
export interface BatchConsumerOptions {
  /** Asked at the start, and when there are more of them. */
  queues(): readonly string[];
  readonly batchMax: number;
  /** How long a batch behind another one waits for more deliveries, in milliseconds. */
  readonly fillMs: number;
  handle(batch: readonly ConsumeMessage[]): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Takes deliveries of all queues on one channel in batches, one at a time, and acknowledges each batch when it is
 * handled. It lives as long as its channel: what is not acknowledged by then, the broker puts back in front of its
 * queue, and a tag of this channel is never used on another one.
 */
export class BatchConsumer {
  private channel: Channel | undefined;
  private readonly consumed = new Set<string>();
  private readonly arrived: ConsumeMessage[] = [];
  private working: Promise<void> | undefined;
  private busy = false;
  private end: ConsumerEnd | undefined;
  private announceEnd: () => void = () => {};
  private readonly ended = new Promise<void>((resolve) => (this.announceEnd = resolve));

  constructor(private readonly options: BatchConsumerOptions) {}

  /** Consumption has begun when it resolves. Rejects when the channel or the connection is lost meanwhile. */
  async start(connection: ChannelModel): Promise<void> {
    const channel = await connection.createChannel();
    this.channel = channel;
    // The reason is of no use here; unheard, the event would end the process.
    channel.on('error', () => {});
    channel.on('close', () => this.finish('lost'));
    // For each consumer, so that one busy partition cannot keep the others waiting: twice, to fill one batch while
    // another is handled.
    await channel.prefetch(2 * this.options.batchMax);
    await this.consumeNew();
  }

  /** Consumes the queues that have come since, beside the others. Rejects like {@link start}; before it, does nothing. */
  async consumeNew(): Promise<void> {
    const { channel } = this;
    if (!channel || this.end !== undefined) return;
    for (const queue of this.options.queues()) {
      if (this.consumed.has(queue)) continue;
      this.consumed.add(queue);
      await channel.consume(queue, (message) => this.take(message));
    }
  }

  /** Resolves when nothing is in hand any more and the channel is closed. */
  async over(): Promise<ConsumerEnd> {
    await this.ended;
    await this.working;
    await within(CLOSE_TIMEOUT_MS, this.closeChannel());
    return this.end ?? 'closed';
  }

  /**
   * Takes nothing more, not even if it is still starting; {@link over} resolves when the batch in hand is done. The
   * consumers are not cancelled first: the broker would make another process active and give it the messages behind
   * those that are still here.
   */
  stop(): void {
    this.finish('closed');
  }

  private take(message: ConsumeMessage | null): void {
    // Null: the broker cancelled the consumer, because the queue was deleted or its node went down.
    if (message === null) return this.finish('lost');
    if (this.end !== undefined) return;
    this.arrived.push(message);
    if (this.busy) return;
    this.busy = true;
    this.working = this.work();
  }

  /** The first batch after a pause waits for what came along with it, and no longer: then there is little to do. */
  private async work(): Promise<void> {
    for (let isFirst = true; this.end === undefined && this.arrived.length > 0; isFirst = false) {
      if (isFirst) await setImmediate();
      else if (this.arrived.length < this.options.batchMax) await this.fill();
      if (this.end !== undefined) return;
      const batch = this.arrived.splice(0, this.options.batchMax);
      try {
        await this.options.handle(batch);
      } catch (error) {
        return this.finish({ rejected: error });
      }
      this.acknowledgeUpTo(batch.at(-1));
    }
    // In the same turn as the last look at what arrived, or a delivery in between would be left lying.
    this.busy = false;
  }

  private fill(): Promise<unknown> {
    return new Promise((resolve) => setTimeout(resolve, this.options.fillMs));
  }

  /** Deliveries are handled in the order of their tags, so the last tag of a batch covers the batch and nothing else. */
  private acknowledgeUpTo(last: ConsumeMessage | undefined): void {
    try {
      if (last) this.channel?.ack(last, true);
    } catch {
      // The channel is gone and the broker has the batch back already; it comes again, and its effects are idempotent.
    }
  }

  private async closeChannel(): Promise<void> {
    if (this.end !== 'lost') await this.channel?.close();
  }

  private finish(end: ConsumerEnd): void {
    this.end ??= end;
    this.announceEnd();
  }
}
