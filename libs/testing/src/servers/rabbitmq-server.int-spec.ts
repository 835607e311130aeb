import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import amqp from 'amqplib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isProcessAlive } from '#lib/postgres';
import { NotOurServer } from './managed-server.js';
import { obtainRabbitmq, type RabbitmqServer } from './rabbitmq-server.js';

/**
 * RabbitMQ 3.10 that is killed within half a second of a quorum queue's declaration leaves the queue without a leader
 * for good (seen at 0, 200 and 500 ms, not at 1,000 ms). Messages are durable from their confirm on.
 */
const BECOMES_DURABLE_MS = 2_000;
const QUORUM = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

describe('a private broker', () => {
  let dir: string;
  let broker: RabbitmqServer;

  beforeAll(async () => {
    vi.stubEnv('AMQP_URL', '');
    dir = await mkdtemp(join(tmpdir(), 'rabbitmq-server-'));
    broker = await obtainRabbitmq({ dir });
  });

  afterAll(async () => {
    await broker.dispose();
    await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    vi.unstubAllEnvs();
  });

  async function publish(): Promise<void> {
    const connection = await amqp.connect(broker.amqpUrl);
    connection.on('error', () => undefined);
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('kept', QUORUM);
    await sleep(BECOMES_DURABLE_MS);
    channel.sendToQueue('kept', Buffer.from('confirmed'), { persistent: true });
    await channel.waitForConfirms();
    await connection.close();
  }

  // By taking it: until a quorum queue has a leader again, the broker counts 0 messages in it.
  async function take(): Promise<string | undefined> {
    const connection = await amqp.connect(broker.amqpUrl);
    const channel = await connection.createChannel();
    const message = await channel.get('kept', { noAck: true });
    await connection.close();
    return message ? message.content.toString() : undefined;
  }

  it('keeps what it confirmed when it is killed, and is back at the same address', async () => {
    await publish();
    const { pid, amqpUrl } = broker;
    await broker.kill();
    expect(broker.pid).toBeUndefined();
    expect(isProcessAlive(Number(pid))).toBe(false);
    await expect(amqp.connect(amqpUrl)).rejects.toThrow(/ECONNREFUSED/);
    await Promise.all([broker.start(), broker.start()]);
    expect(broker.amqpUrl).toBe(amqpUrl);
    await vi.waitFor(async () => expect(await take()).toBe('confirmed'), 10_000);
  });

  it('is taken over by the next process', async () => {
    const second = await obtainRabbitmq({ dir });
    expect(second).toMatchObject({ pid: broker.pid, amqpUrl: broker.amqpUrl, managed: true });
  });

  it('is left alone when it was started elsewhere', async () => {
    vi.stubEnv('AMQP_URL', broker.amqpUrl);
    const external = await obtainRabbitmq({ dir });
    vi.stubEnv('AMQP_URL', '');
    expect(external.managed).toBe(false);
    await expect(external.kill()).rejects.toThrow(NotOurServer);
    await external.stop();
    expect(broker.pid).toBeDefined();
  });
});
