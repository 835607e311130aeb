import type { ChannelModel } from 'amqplib';
import type { CloudEvent } from '#lib/envelope';
import { Latch } from '../latch.js';
import { sentMessages } from '../metrics.js';
import { outgoingMessage } from '../outgoing-message.js';
import { inTime, within } from '../pause.js';
import { PublishFailed, type Publisher } from '../publisher.js';
import {
  ANSWER_TIMEOUT_MS,
  BrokerConnection,
  type BrokerOptions,
  type BrokerStatus,
} from './broker-connection.js';
import { type AddressedMessage, ConfirmedChannel } from './confirmed-channel.js';
import { ConfirmSlots } from './confirm-slots.js';
import { EVENTS_EXCHANGE } from './topology.js';

/** Publisher of one process. */
export interface RabbitmqPublisherOptions extends BrokerOptions {
  /** Default company.events. */
  readonly exchange?: string;
  /** Messages on their way without a confirm, at most. Default 256: 100 to 200 are enough for 20,000 a second. */
  readonly maxOutstanding?: number;
  /** Silence after which the connection is given up. Default 30 s. */
  readonly confirmTimeoutMs?: number;
}

const CLOSE_TIMEOUT_MS = 5_000;

/** Publishes to RabbitMQ: persistent, mandatory, confirmed, on a connection of its own. Safe to use from many callers. */
export class RabbitmqPublisher implements Publisher {
  private readonly connection: BrokerConnection;
  private readonly slots: ConfirmSlots;
  private readonly taking = new Latch<ConfirmedChannel>();
  private readonly closing = new AbortController();
  private channel: ConfirmedChannel | undefined;
  /** The broker takes no message in another one's name, so whoever gets it knows who has sent it. */
  private readonly user: string;

  constructor(private readonly options: RabbitmqPublisherOptions) {
    this.connection = new BrokerConnection(options, 'publisher', { blocked: () => this.refresh() });
    this.slots = new ConfirmSlots(options.maxOutstanding ?? 256);
    this.user = userOf(options.url);
  }

  /**
   * Starts to connect, and goes on for ever. Nobody needs to wait for it: it resolves when the first attempt is over,
   * also when the broker was not there. Rejects with {@link TopologyMismatch}, which {@link status} tells as well.
   */
  async connect(): Promise<void> {
    void this.keepChannel();
    await this.connection.start();
  }

  async publish(event: CloudEvent): Promise<void> {
    const { exchange = EVENTS_EXCHANGE } = this.options;
    let outcome = 'failed';
    try {
      await this.send(addressed(event, exchange, this.user));
      outcome = 'confirmed';
    } catch (error) {
      if (error instanceof PublishFailed) outcome = error.reason;
      throw error;
    } finally {
      sentMessages.inc({ messaging_destination_name: exchange, outcome });
    }
  }

  async whenReady(signal: AbortSignal): Promise<void> {
    await this.taking.wait(signal);
  }

  status(): BrokerStatus {
    return this.connection.status();
  }

  /** Waits up to 5 s for the confirms on their way. Everything published later is rejected. Idempotent. */
  async close(): Promise<void> {
    this.closing.abort();
    this.taking.set(undefined);
    this.slots.rejectWaiting(unavailable('the publisher is closed'));
    await within(CLOSE_TIMEOUT_MS, this.slots.whenIdle());
    await this.connection.close();
  }

  private async send(message: AddressedMessage): Promise<void> {
    if (!this.taking.current) throw this.notTaking();
    await this.slots.take();
    try {
      // Not the channel of before the wait: that one may be gone. Whoever has a slot may still send while it closes.
      const { channel } = this;
      if (!channel) throw this.notTaking();
      await channel.send(message, this.options.confirmTimeoutMs ?? 30_000);
    } finally {
      this.slots.giveBack();
    }
  }

  private async keepChannel(): Promise<void> {
    while (!this.closing.signal.aborted) {
      const connection = await this.connection.ready(this.closing.signal).catch(() => undefined);
      if (!connection) return;
      const why = await this.serve(connection).catch((error: Error) => error.message);
      this.channel = undefined;
      this.refresh();
      this.slots.rejectWaiting(unavailable(why));
      this.connection.drop(connection, why);
    }
  }

  /** Publishes go to a channel of this connection until it resolves, with the reason. */
  private async serve(connection: ChannelModel): Promise<string> {
    const opening = ConfirmedChannel.open(connection);
    this.channel = await inTime(ANSWER_TIMEOUT_MS, 'opening a channel', this.closing.signal, opening);
    this.refresh();
    return this.channel.closed;
  }

  private refresh(): void {
    if (this.closing.signal.aborted) return;
    const { blocked } = this.connection.status();
    this.taking.set(blocked === undefined ? this.channel : undefined);
  }

  private notTaking(): PublishFailed {
    if (this.closing.signal.aborted) return unavailable('the publisher is closed');
    const { blocked, error } = this.connection.status();
    return unavailable(blocked === undefined ? (error?.message ?? 'connecting') : `blocked: ${blocked}`);
  }
}

function unavailable(why: string): PublishFailed {
  return new PublishFailed('unavailable', `the broker takes nothing now: ${why}`);
}

/** Without one in the URL, amqplib is `guest`. */
function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username) || 'guest';
}

function addressed(event: CloudEvent, exchange: string, userId: string): AddressedMessage {
  const { contentType, headers, body } = outgoingMessage(event);
  const seconds = Math.floor(Date.parse(event.time) / 1000);
  const properties = {
    mandatory: true,
    persistent: true,
    messageId: event.id,
    type: event.type,
    appId: event.source.replace(/^\//, ''),
    userId,
    contentType: contentType ?? '',
    headers,
    // AMQP's timestamp is unsigned.
    ...(seconds >= 0 && { timestamp: seconds }),
    ...(event.correlationid !== undefined && { correlationId: event.correlationid }),
  };
  return { exchange, routingKey: event.type, body, properties };
}
