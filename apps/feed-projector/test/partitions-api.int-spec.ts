import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService, loadConfig, type Service } from '#lib/service';
import { CHIEF, createVhost, eventually, type RabbitmqBench, rabbitmqBench, testTokens } from '#lib/testing';
import { feedProjectorConfig } from '../src/feed-projector.config.js';
import { FeedProjectorModule } from '../src/feed-projector.module.js';
import { acts } from './operator-bench.js';
import { ProjectorBench } from './projector-bench.js';

const order = { reason: 'ticket 7' };
let bench: ProjectorBench;
let rabbitmq: RabbitmqBench;
/** A projector that consumes nothing, so that messages wait. */
let service: Service;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  const vhost = await createVhost();
  rabbitmq = await rabbitmqBench({ vhost, partitions: 2 });
  const env = {
    ...(await testTokens()).environment,
    DATABASE_URL: bench.url,
    AMQP_URL: rabbitmq.proxy.through(vhost.amqpUrl),
    FEED_PARTITIONS: '2',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DRAIN_DELAY_MS: '0',
  };
  service = await createService(FeedProjectorModule, loadConfig(feedProjectorConfig, env));
});
afterAll(async () => {
  await service.close();
  await rabbitmq.tearDown();
  await bench.close();
});

interface Body {
  readonly code?: string;
  readonly partitions?: readonly { queue: string; waiting: number; consumers: number }[];
}

async function ask(path = '', body?: unknown): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${service.url}/operator/partitions${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(await (await testTokens()).as(CHIEF)) },
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

const grow = (to: number, more = {}) => ask('/grow', { ...order, to, ...more });

describe('the operator', () => {
  it('has more partitions, which is kept with who and why', async () => {
    expect((await ask()).body.partitions).toHaveLength(2);
    const grown = await grow(3);
    expect(grown.status).toBe(200);
    expect(grown.body.partitions?.at(-1)).toEqual({ queue: 'feed.projector.2', waiting: 0, consumers: 0 });
    const details = { from: 2, to: 3, waiting: 0 };
    expect(await acts(bench, 'partitions.grow')).toEqual([{ ...order, by: CHIEF.subject, details }]);
  });

  it('may order again what was done in part', async () => {
    await rabbitmq.asOperator((channel) => channel.unbindQueue('feed.projector.2', 'feed.partitions', '1'));
    expect((await grow(3)).status).toBe(200);
    await rabbitmq.asOperator(async (channel) => {
      for (let n = 0; n < 50; n++)
        channel.publish('company.events', 'any', Buffer.from('x'), { headers: { subject: `s/${n}` } });
      await eventually(async () =>
        expect((await channel.checkQueue('feed.projector.2')).messageCount).toBeGreaterThan(0),
      );
    });
  });

  it('is refused fewer, too many, and a wish without a reason', async () => {
    expect(await grow(2)).toMatchObject({ status: 409, body: { code: 'partitions-not-more' } });
    for (const wrong of [65, 0, 2.5, '8'] as number[]) expect((await grow(wrong)).status).toBe(400);
    expect((await ask('/grow', { to: 4 })).status).toBe(400);
  });

  it('is refused while many messages wait, unless it is forced', async () => {
    await rabbitmq.asOperator(async (channel) => {
      for (let n = 0; n <= 10_000; n++) channel.sendToQueue('feed.projector.0', Buffer.from('x'));
      await eventually(async () =>
        expect((await channel.checkQueue('feed.projector.0')).messageCount).toBeGreaterThan(10_000),
      );
    });
    expect(await grow(4)).toMatchObject({ status: 409, body: { code: 'partitions-backlog' } });
    expect((await grow(3)).status).toBe(200);
    expect((await grow(4, { force: true })).body.partitions).toHaveLength(4);
  });

  it('is told when the broker is away, or holds something else', async () => {
    rabbitmq.proxy.refuse(true);
    expect(await ask()).toMatchObject({ status: 503, body: { code: 'broker-unavailable' } });
    rabbitmq.proxy.refuse(false);
    await rabbitmq.asOperator((channel) => channel.assertQueue('feed.projector.4'));
    expect(await grow(6, { force: true })).toMatchObject({
      status: 409,
      body: { code: 'topology-mismatch' },
    });
  });
});
