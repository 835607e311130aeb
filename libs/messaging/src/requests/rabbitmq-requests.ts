import type { Channel, ChannelModel } from 'amqplib';
import { BrokerConnection, type BrokerOptions } from '../rabbitmq/broker-connection.js';
import { requestQueue, REQUESTS_EXCHANGE } from '../rabbitmq/topology.js';
import type { RepublishRequest, Requests, Serving } from './requests.js';

/** Nobody needs an old one: it is asked again. */
const QUEUE = { 'x-message-ttl': 60_000, 'x-max-length': 1_000 };

/**
 * Requests over RabbitMQ, on a connection of their own. A source's queue is there from its first start on; until then its
 * requests go nowhere.
 */
export class RabbitmqRequests implements Requests {
  private readonly connection: BrokerConnection;
  private readonly closing = new AbortController();
  private sending: Channel | undefined;

  constructor(private readonly options: BrokerOptions) {
    this.connection = new BrokerConnection(options, 'requests');
  }

  /** Starts to connect, and goes on for ever; nobody waits for it. */
  connect(): void {
    // Logged there.
    this.connection.start().catch(() => {});
    void this.whileConnected(async (channel) => {
      this.sending = channel;
    });
  }

  async send(request: RepublishRequest): Promise<void> {
    if (!this.sending) throw new Error('there is no connection to the broker');
    const body = Buffer.from(JSON.stringify(request));
    this.sending.publish(REQUESTS_EXCHANGE, request.source, body, { contentType: 'application/json' });
  }

  serve(source: string, handle: (request: unknown) => Promise<void>): Serving {
    const over = new AbortController();
    void this.whileConnected(async (channel) => {
      const queue = requestQueue(source);
      await channel.assertQueue(queue, { durable: true, arguments: QUEUE });
      await channel.bindQueue(queue, REQUESTS_EXCHANGE, source);
      let turn = Promise.resolve();
      await channel.consume(
        queue,
        (message) => {
          if (!message || over.signal.aborted) return;
          turn = turn.then(() => this.handle(message.content, handle));
        },
        { noAck: true },
      );
    });
    return { close: async () => over.abort() };
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.closing.abort();
    this.sending = undefined;
    await this.connection.close();
  }

  private async handle(content: Buffer, handle: (request: unknown) => Promise<void>): Promise<void> {
    try {
      await handle(JSON.parse(content.toString('utf8')));
    } catch (error) {
      this.options.logger.warn(`a request was not carried out: ${(error as Error).message}`);
    }
  }

  /** Sets a channel up on every connection, for as long as there are any. */
  private async whileConnected(setUp: (channel: Channel) => Promise<void>): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const connection = await this.connection.ready(signal).catch(() => undefined);
      if (!connection) return;
      const why = await channelOn(connection, setUp).catch((error: Error) => error.message);
      this.sending = undefined;
      if (!signal.aborted) this.connection.drop(connection, why);
    }
  }
}

/** Resolves when the channel is gone, with the reason. */
async function channelOn(
  connection: ChannelModel,
  setUp: (channel: Channel) => Promise<void>,
): Promise<string> {
  const channel = await connection.createChannel();
  let why = 'the channel closed';
  channel.on('error', (error: Error) => (why = error.message));
  const closed = new Promise<void>((resolve) => channel.once('close', resolve));
  await setUp(channel);
  await closed;
  return why;
}
