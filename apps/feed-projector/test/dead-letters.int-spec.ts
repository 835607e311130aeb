import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { encodeEvent } from '#lib/envelope';
import { FeedWriter, ParkedMessage } from '#lib/read-model';
import type { Delivery, RabbitmqSubscriber } from '#lib/messaging';
import { eventually, type RabbitmqBench, rabbitmqBench } from '#lib/testing';
import { DeadLetterConsumer } from '../src/dead-letters/dead-letter.consumer.js';
import { operatorOn, order } from './operator-bench.js';
import { deliver, hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';

let bench: ProjectorBench;
let rabbitmq: RabbitmqBench;
beforeAll(async () => {
  [bench, rabbitmq] = await Promise.all([ProjectorBench.open(), rabbitmqBench({ deliveryLimit: 1 })]);
  await rabbitmq.publisher.whenReady(AbortSignal.timeout(10_000));
});
afterAll(async () => {
  await rabbitmq.tearDown();
  await bench.close();
});

const copiers: RabbitmqSubscriber[] = [];
function copier(): DeadLetterConsumer {
  const subscriber = rabbitmq.newSubscriber();
  copiers.push(subscriber);
  return new DeadLetterConsumer(subscriber, bench.database, new FeedWriter(bench.database));
}
const parked = (reason: string) => bench.database.repository(ParkedMessage).findBy({ reason });
const left = (queue: string) =>
  rabbitmq.asOperator(async (channel) => (await channel.checkQueue(queue)).messageCount);

/** As if the projector had given it back more often than the broker allows. */
async function kill(...events: CloudEvent[]): Promise<void> {
  for (const event of events) await rabbitmq.publisher.publish(event);
  let rejected = 0;
  // Nobody else may take them on their way.
  await Promise.all(copiers.splice(0).map((subscriber) => subscriber.close()));
  await rabbitmq.asOperator(async (channel) => {
    for (const n of [0, 1]) {
      await channel.consume(`feed.projector.${n}`, (message) => {
        rejected++;
        channel.reject(message!, true);
      });
    }
    await eventually(() => expect(rejected).toBe(2 * events.length));
  });
}

describe('a dead letter', () => {
  it('is copied whole into the parked messages, and a replay applies it', async () => {
    const anna = newPerson();
    const event = hired(anna, 1);
    await bench.projector.project(deliver(promoted(anna, 2)));
    await kill(event);
    copier().onApplicationBootstrap();

    const row = await eventually(
      async () => (await parked('dead-lettered'))[0] ?? Promise.reject(new Error('none')),
    );
    expect(row.body).toEqual(encodeEvent(event).body);
    expect(row.headers).toMatchObject({
      'x-first-death-reason': 'delivery_limit',
      'x-first-death-exchange': expect.any(String) as string,
      'x-death': [{ reason: 'delivery_limit' }],
      amqp: { messageId: event.id },
    });
    await eventually(async () => expect(await left('feed.dead')).toBe(0));
    expect(await operatorOn(bench).replay({ ...order, id: row.id })).toMatchObject({ applied: 2 });
    expect(await bench.about(anna)).toHaveLength(2);
    expect(await parked('dead-lettered')).toEqual([]);
  });

  it('is copied once when the copy is committed and the acknowledgement is lost', async () => {
    let copies = 0;
    class Cut extends DeadLetterConsumer {
      override async copy(batch: readonly Delivery[]): Promise<void> {
        await super.copy(batch);
        if (++copies === 1) rabbitmq.proxy.cut();
      }
    }
    const events = [hired(newPerson(), 1), hired(newPerson(), 1)];
    await kill(...events);
    await eventually(async () => expect(await left('feed.dead')).toBe(2));
    const subscriber = rabbitmq.newSubscriber();
    copiers.push(subscriber);
    new Cut(subscriber, bench.database, new FeedWriter(bench.database)).onApplicationBootstrap();
    await eventually(async () => {
      expect(copies).toBeGreaterThan(1);
      expect(await left('feed.dead')).toBe(0);
    });
    expect(await parked('dead-lettered')).toHaveLength(2);
  });

  it('is copied by one of several projectors', async () => {
    const before = (await parked('dead-lettered')).length;
    await kill(...Array.from({ length: 40 }, () => hired(newPerson(), 1)));
    await eventually(async () => expect(await left('feed.dead')).toBe(40));
    for (const consumer of [copier(), copier()]) consumer.onApplicationBootstrap();
    await eventually(async () => expect(await parked('dead-lettered')).toHaveLength(before + 40));
    await eventually(async () => expect(await left('feed.dead')).toBe(0));
  });

  it('in binary mode is not taken for another one with the same body', async () => {
    const headers = (id: string) => ({ cloudEvents_id: id, 'x-death': [] });
    const undelivered = ['a', 'b', 'a'].map((id) => ({
      contentType: 'application/json',
      headers: headers(id),
      body: Buffer.from('{}'),
      redelivered: false,
    }));
    const before = (await parked('unrouted')).length;
    await copier().copy(undelivered);
    expect(await parked('unrouted')).toHaveLength(before + 2);
  });

  it('stays with the broker until the copy is committed', async () => {
    class Away extends FeedWriter {
      override inTransaction(): Promise<never> {
        return Promise.reject(new Error('the database is away'));
      }
    }
    await kill(hired(newPerson(), 1));
    await eventually(async () => expect(await left('feed.dead')).toBe(1));
    const subscriber = rabbitmq.newSubscriber();
    new DeadLetterConsumer(subscriber, bench.database, new Away(bench.database)).onApplicationBootstrap();
    await eventually(() => expect(rabbitmq.logged.join()).toContain('the database is away'));
    await subscriber.close();
    await eventually(async () => expect(await left('feed.dead')).toBe(1));
  });
});

describe('a message', () => {
  it('that no queue took is copied as well', async () => {
    await rabbitmq.asOperator(async (channel) => {
      await channel.deleteExchange('feed.partitions');
    });
    const event = hired(newPerson(), 1);
    await rabbitmq.asOperator(async (channel) => {
      channel.publish('company.events', 'lost', encodeEvent(event).body, { messageId: event.id });
    });
    copier().onApplicationBootstrap();
    const ofEvent = ({ body }: ParkedMessage) => body.includes(event.id);
    const row = await eventually(async () => {
      const found = (await parked('unrouted')).find(ofEvent);
      expect(found).toBeDefined();
      return found;
    });
    expect(row).toMatchObject({
      body: encodeEvent(event).body,
      detail: expect.stringContaining('lost') as string,
    });
  });
});
