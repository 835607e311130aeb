import { type ChannelModel, type ConfirmChannel, IllegalOperationError, type Options } from 'amqplib';
import { PublishFailed } from '../publisher.js';

/** One message with its address. `properties.messageId` must be set. */
export interface AddressedMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: Options.Publish & { readonly messageId: string };
}

/** A raw confirm channel that tells for each message what became of it. */
export class ConfirmedChannel {
  /** Resolves with the reason when the channel is of no more use: closed by either side, or a confirm did not come. */
  readonly closed: Promise<string>;
  private abandon: (why: string) => void = () => {};
  private readonly returned = new Map<string, number>();

  private constructor(private readonly channel: ConfirmChannel) {
    let why = 'the channel closed';
    // It comes before the close. Unheard, it would end the process.
    channel.on('error', (error) => (why = error.message));
    channel.on('return', ({ properties }) => this.noteReturned(String(properties.messageId)));
    this.closed = new Promise((resolve) => {
      this.abandon = resolve;
      channel.on('close', () => resolve(why));
    });
  }

  /** Rejects when the connection is lost meanwhile. */
  static async open(connection: ChannelModel): Promise<ConfirmedChannel> {
    return new ConfirmedChannel(await connection.createConfirmChannel());
  }

  /** Resolves on the broker's confirm. Rejects with {@link PublishFailed}. */
  send(message: AddressedMessage, timeoutMs: number): Promise<void> {
    const { exchange, routingKey, body, properties } = message;
    const { messageId } = properties;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.abandon(`no confirm within ${timeoutMs} ms`);
        reject(new PublishFailed('timed-out', `event ${messageId}: no confirm within ${timeoutMs} ms`));
      }, timeoutMs);
      const confirmed = (error: Error | null): void => {
        clearTimeout(timer);
        const failure = this.failureOf(messageId, error);
        if (failure) reject(failure);
        else resolve();
      };
      try {
        this.channel.publish(exchange, routingKey, body, properties, confirmed);
      } catch (error) {
        clearTimeout(timer);
        reject(notSent(messageId, error as Error));
      }
    });
  }

  /** The broker sends the return of a message before its confirm, and amqplib hands both over in that order. */
  private failureOf(messageId: string, error: Error | null): PublishFailed | undefined {
    if (this.takeReturned(messageId)) {
      return new PublishFailed('unroutable', `event ${messageId}: no queue takes it`);
    }
    if (!error) return undefined;
    if (error.message === 'message nacked') {
      return new PublishFailed('refused', `event ${messageId}: the broker refused it, a queue may be full`);
    }
    return new PublishFailed('unavailable', `event ${messageId}: the channel closed before the confirm`, {
      cause: error,
    });
  }

  // Counted, because the same event may be on its way twice: a retry and the attempt that timed out.
  private noteReturned(messageId: string): void {
    this.returned.set(messageId, (this.returned.get(messageId) ?? 0) + 1);
  }

  private takeReturned(messageId: string): boolean {
    const count = this.returned.get(messageId);
    if (count === undefined) return false;
    if (count > 1) this.returned.set(messageId, count - 1);
    else this.returned.delete(messageId);
    return true;
  }
}

function notSent(messageId: string, error: Error): PublishFailed {
  if (error instanceof IllegalOperationError) {
    return new PublishFailed('unavailable', `event ${messageId}: the channel is closed`, { cause: error });
  }
  // AMQP takes 255 bytes for each of id, type, source and correlation id; CloudEvents allows more.
  return new PublishFailed(
    'too-large',
    `event ${messageId} does not fit into an AMQP frame: ${error.message}`,
    {
      cause: error,
    },
  );
}
