import type { ConsumeMessage } from 'amqplib';
import type { Delivery } from '../subscriber.js';

/** The message as it came. Its AMQP properties are under the header `amqp`, for whoever has to look into it later. */
export function toDelivery({ content, fields, properties }: ConsumeMessage): Delivery {
  const { contentType, headers, messageId, type, appId, correlationId, timestamp } = properties;
  const { exchange, routingKey } = fields;
  const amqp = { messageId, type, appId, correlationId, timestamp, exchange, routingKey };
  return {
    contentType: typeof contentType === 'string' ? contentType : undefined,
    headers: { ...headers, amqp },
    body: content,
    redelivered: fields.redelivered,
  };
}
