import type { Delivery } from '#lib/messaging';
import type { NewParked } from '#lib/read-model';
import { keepBytes } from '../parked-message.mapper.js';

/** A message that the broker could not deliver, as it is kept: bytes and headers as they came, and why it is here. */
export function keepUndelivered(delivery: Delivery): NewParked {
  const { headers } = delivery;
  const queue = headers['x-first-death-queue'];
  if (typeof queue === 'string') {
    const why = `the broker took it out of ${queue}: ${wordOf(headers['x-first-death-reason'])}`;
    return keepBytes(delivery, 'dead-lettered', why);
  }
  const { exchange, routingKey } = (headers['amqp'] ?? {}) as Record<string, unknown>;
  const where = `no queue took it: exchange ${wordOf(exchange)}, routing key ${wordOf(routingKey)}`;
  return keepBytes(delivery, 'unrouted', where);
}

function wordOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'unknown';
}
