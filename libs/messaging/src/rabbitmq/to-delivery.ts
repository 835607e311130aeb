import type { ConsumeMessage } from 'amqplib';
import type { WireMessage } from '#lib/envelope';
import type { Delivery } from '../subscriber.js';

/** The message as it came. Its AMQP properties are under the header `amqp`, for whoever has to look into it later. */
export function toDelivery({ content, fields, properties }: ConsumeMessage): Delivery {
  const { contentType, headers, messageId, type, appId, userId, correlationId, timestamp } = properties;
  const { exchange, routingKey } = fields;
  const amqp = { messageId, type, appId, userId, correlationId, timestamp, exchange, routingKey };
  return {
    contentType: typeof contentType === 'string' ? contentType : undefined,
    // Whatever header of this name the publisher has sent, it is not taken for ours.
    headers: { ...headers, amqp },
    body: content,
    redelivered: fields.redelivered,
  };
}

/**
 * The user of the broker that published a message, as the broker has verified, also of one that was parked since.
 * Undefined where the publisher did not say, and where there is no broker.
 */
export function publisherOf({ headers }: Pick<WireMessage, 'headers'>): string | undefined {
  const { userId } = (headers['amqp'] ?? {}) as { readonly userId?: unknown };
  return typeof userId === 'string' ? userId : undefined;
}
