import { randomBytes } from 'node:crypto';
import type { BrokerAddress } from './broker-users.js';
import { askBroker } from './management-api.js';

/** Exchanges, queues and names that one suite has to itself. */
export interface TestVhost extends BrokerAddress {
  /** Removes it, connections included. */
  readonly drop: () => Promise<void>;
}

/**
 * A new virtual host of the broker at TEST_AMQP_URL, made through TEST_RABBITMQ_MANAGEMENT_URL. A broker elsewhere may
 * not offer that: then it is the virtual host of TEST_AMQP_URL itself, and `drop` does nothing. Throws when
 * TEST_AMQP_URL is not set, or when the broker refuses.
 */
export async function createVhost(): Promise<TestVhost> {
  const broker = process.env['TEST_AMQP_URL'];
  if (!broker)
    throw new Error('TEST_AMQP_URL is not set: the suite belongs into the project integration or e2e');
  return vhostOf({ amqpUrl: broker, managementUrl: process.env['TEST_RABBITMQ_MANAGEMENT_URL'] });
}

/** The same at a broker that is at hand. */
export async function vhostOf({ amqpUrl, managementUrl: management }: BrokerAddress): Promise<TestVhost> {
  if (!management) return { amqpUrl, drop: () => Promise.resolve() };
  const name = `test-${randomBytes(8).toString('hex')}`;
  const url = new URL(amqpUrl);
  await askBroker(management, 'PUT', `vhosts/${name}`);
  await askBroker(management, 'PUT', `permissions/${name}/${url.username}`, {
    configure: '.*',
    write: '.*',
    read: '.*',
  });
  url.pathname = `/${name}`;
  return {
    amqpUrl: url.href,
    managementUrl: management,
    drop: () => askBroker(management, 'DELETE', `vhosts/${name}`),
  };
}
