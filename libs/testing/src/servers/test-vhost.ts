import { randomBytes } from 'node:crypto';

/** Exchanges, queues and names that one suite has to itself. */
export interface TestVhost {
  readonly amqpUrl: string;
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
  const management = process.env['TEST_RABBITMQ_MANAGEMENT_URL'];
  if (!management) return { amqpUrl: broker, drop: () => Promise.resolve() };
  const name = `test-${randomBytes(8).toString('hex')}`;
  const url = new URL(broker);
  await call(management, 'PUT', `vhosts/${name}`);
  await call(management, 'PUT', `permissions/${name}/${url.username}`, {
    configure: '.*',
    write: '.*',
    read: '.*',
  });
  url.pathname = `/${name}`;
  return { amqpUrl: url.href, drop: () => call(management, 'DELETE', `vhosts/${name}`) };
}

async function call(management: string, method: string, path: string, body?: unknown): Promise<void> {
  const { origin, username, password } = new URL(management);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(`${origin}/api/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
