import { type ConfirmChannel, connect, type Options } from 'amqplib';
import type { Chunk } from '../drawn.js';
import type { Receipt } from './judge-message.js';
import type { Message } from './message.js';
import { messagesOf } from './messages-of.js';
import { NUMBER } from './places.js';

/** A connection to the broker that a publisher without our code would have. */
export class ForeignPublisher {
  private readonly returned = new Set<string>();

  private constructor(
    private readonly channel: ConfirmChannel,
    readonly close: () => Promise<void>,
  ) {
    channel.on('return', ({ properties }) => this.returned.add(String(properties.messageId)));
  }

  static async to(amqpUrl: string): Promise<ForeignPublisher> {
    const connection = await connect(amqpUrl, { timeout: 10_000 });
    // What is under way is not confirmed then, and told so; unheard, the events would end the process.
    connection.on('error', () => undefined);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    return new ForeignPublisher(channel, () => connection.close());
  }

  /** Publishes a chunk, and tells when the broker has said what it took. */
  publish(chunk: Chunk): Promise<Receipt[]> {
    return Promise.all(messagesOf(chunk).map((message) => this.send(message)));
  }

  private send(message: Message): Promise<Receipt> {
    const { exchange, routingKey, body, n } = message;
    return new Promise((resolve) => {
      try {
        this.channel.publish(exchange, routingKey, body, optionsOf(message), (error) => {
          if (error) resolve('refused');
          else resolve(this.returned.delete(String(n)) ? 'returned' : 'confirmed');
        });
      } catch {
        resolve('not-sent');
      }
    });
  }
}

function optionsOf({ n, headers, contentType, contentEncoding, expiration }: Message): Options.Publish {
  return {
    persistent: true,
    mandatory: true,
    messageId: String(n),
    headers: { ...headers, [NUMBER]: String(n) },
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(expiration !== undefined && { expiration }),
  };
}
