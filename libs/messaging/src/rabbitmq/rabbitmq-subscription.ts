import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { measureBatch } from '../metrics.js';
import { inTime } from '../pause.js';
import type { SubscribeOptions, Subscription } from '../subscriber.js';
import { whenReadyAgain } from '../when-ready-again.js';
import { BatchConsumer, type BatchConsumerOptions, type ConsumerEnd } from './batch-consumer.js';
import { ANSWER_TIMEOUT_MS, BrokerConnection, type BrokerOptions } from './broker-connection.js';
import { toDelivery } from './to-delivery.js';
import { PROJECTOR_GROUP, type Topology } from './topology.js';

/** Subscriber of one process. */
export interface RabbitmqSubscriberOptions extends BrokerOptions {
  readonly topology: Topology;
  /** How long a batch waits for more deliveries, in milliseconds. Default 2. */
  readonly fillMs?: number;
}

/** One group's consumption of all its queues, on a connection of its own. */
export class RabbitmqSubscription implements Subscription {
  private readonly connection: BrokerConnection;
  private readonly closing = new AbortController();
  private consumer: BatchConsumer | undefined;
  private running: Promise<void> | undefined;
  private flowing = false;
  private failures = 0;

  constructor(
    private readonly options: RabbitmqSubscriberOptions,
    private readonly handling: SubscribeOptions,
  ) {
    const role = handling.group === PROJECTOR_GROUP ? 'subscriber' : handling.group;
    const grown = (): void => void this.consumeNew();
    this.connection = new BrokerConnection(options, role, role === 'subscriber' ? { grown } : {});
  }

  /** Resolves when the first attempt to connect is over. Rejects with {@link TopologyMismatch}; then it is closed. */
  async start(): Promise<void> {
    this.running = this.run();
    try {
      await this.connection.start();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Why no messages flow at the moment; undefined while they do. */
  interruption(): string | undefined {
    const { connected, error } = this.connection.status();
    if (!connected) return `no connection to the broker: ${error?.message ?? 'connecting'}`;
    return this.flowing ? undefined : 'connected, but not consuming';
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.consumer?.stop();
    await this.running;
    await this.connection.close();
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const connection = await this.connection.ready(signal).catch(() => undefined);
      if (!connection) continue;
      const end = await this.consume(connection);
      if (end === 'lost') this.connection.drop(connection, 'the channel closed');
      else if (end !== 'closed') await this.recover(end.rejected);
    }
  }

  private async consume(connection: ChannelModel): Promise<ConsumerEnd> {
    const { signal } = this.closing;
    const consumer = new BatchConsumer(this.consumerOptions());
    this.consumer = consumer;
    try {
      await inTime(ANSWER_TIMEOUT_MS, 'starting to consume', signal, consumer.start(connection));
      this.flowing = true;
    } catch (error) {
      consumer.stop();
      if (!signal.aborted) this.connection.drop(connection, (error as Error).message);
    }
    const end = await consumer.over();
    this.flowing = false;
    return end;
  }

  /** A new consumer finds out what is wrong if this one cannot, or does not get an answer. */
  private async consumeNew(): Promise<void> {
    const { consumer, connection, options } = this;
    options.logger.log(`subscriber: there are ${connection.topology!.partitions} partitions`);
    if (!consumer) return;
    const starting = consumer.consumeNew();
    await inTime(ANSWER_TIMEOUT_MS, 'consuming more', this.closing.signal, starting).catch(() =>
      consumer.stop(),
    );
  }

  private consumerOptions(): BatchConsumerOptions {
    const { fillMs = 2 } = this.options;
    return {
      queues: () => this.connection.topology!.groups[this.handling.group]!,
      batchMax: this.handling.batchMax,
      fillMs,
      handle: (batch) => this.handle(batch),
    };
  }

  private async handle(batch: readonly ConsumeMessage[]): Promise<void> {
    const { handling } = this;
    await measureBatch(handling.group, batch.length, () => handling.handle(batch.map(toDelivery)));
    this.failures = 0;
  }

  private async recover(error: unknown): Promise<void> {
    const { logger } = this.options;
    const { group } = this.handling;
    logger.error(
      `${group} rejected a batch, the broker has it back: ${(error as Error)?.message ?? String(error)}`,
    );
    this.failures++;
    await whenReadyAgain(this.handling, this.failures, this.closing.signal, logger).catch(() => {});
  }
}
