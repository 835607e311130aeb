import { afterEach, expect, test } from 'vitest';
import {
  eventOf,
  eventually,
  gate,
  type RabbitmqBench,
  rabbitmqBench,
  Recorder,
  relay,
  streamsOf,
} from '#lib/testing';
import type { Subscription } from '../subscriber.js';
import { feedTopology, partitionQueue, PARTITION_NEWS_EXCHANGE } from './topology.js';

let bench: RabbitmqBench;
afterEach(() => bench.tearDown());

/** Another process, which is configured for so many. */
const configured = (partitions: number) => ({ topology: feedTopology({ partitions }) });

const connectPublisher = (partitions: number) => bench.newPublisher(configured(partitions)).connect();

const subscribe = async (partitions: number): Promise<{ recorder: Recorder; subscription: Subscription }> => {
  const recorder = new Recorder();
  const subscription = await bench.newSubscriber(configured(partitions)).subscribe(recorder.options());
  return { recorder, subscription };
};

/** Of each of the first `count` partitions, what the broker says. */
const states = (count: number) =>
  bench.asOperator((channel) =>
    Promise.all(Array.from({ length: count }, (_, n) => channel.checkQueue(partitionQueue(n)))),
  );

/** The broker counts only the one consumer of a partition that is active. */
const expectConsumed = (partitions: number) =>
  eventually(async () => {
    const counted = (await states(partitions)).map(({ consumerCount }) => consumerCount);
    expect(counted).toEqual(Array.from({ length: partitions }, () => 1));
  });

/** One event for each of so many streams. */
const firstEvents = (count: number) =>
  streamsOf(
    Array.from({ length: count }, (_, n) => `person/${n}`),
    1,
  );

const subscriberConnections = () => bench.logged.filter((line) => line.startsWith('subscriber: connected'));

test('a process that is configured for fewer partitions takes over how many there are', async () => {
  bench = await rabbitmqBench({ partitions: 4 });
  const { recorder } = await subscribe(2);
  await expectConsumed(4);
  await relay(bench.publisher, firstEvents(60));
  await eventually(() => expect(recorder.deliveries).toHaveLength(60));
});

test('a process that is configured for more partitions makes and binds them', async () => {
  bench = await rabbitmqBench({ partitions: 2 });
  await connectPublisher(5);
  await relay(bench.publisher, firstEvents(200));
  const waiting = (await states(5)).map(({ messageCount }) => messageCount);
  expect(waiting.reduce((sum, count) => sum + count)).toBe(200);
  expect(Math.min(...waiting)).toBeGreaterThan(0);
});

test('processes that start at once with other numbers all consume the highest', async () => {
  bench = await rabbitmqBench({ connect: false });
  const numbers = [3, 8, 1, 5, 8, 2];
  const starting = numbers.map((n) => subscribe(n));
  await Promise.all(numbers.map(connectPublisher));
  const subscribed = await Promise.all(starting);
  for (const { subscription } of subscribed) {
    await expectConsumed(8);
    await subscription.close();
  }
  expect(subscriberConnections()).toHaveLength(numbers.length);
});

test('what was declared and not bound is bound by the next process', async () => {
  bench = await rabbitmqBench({ connect: false, partitions: 2 });
  await connectPublisher(2);
  const { queues } = feedTopology({ partitions: 4 });
  await bench.asOperator(async (channel) => {
    for (const { name, arguments: args } of queues) await channel.assertQueue(name, { arguments: args });
  });
  await bench.publisher.connect();
  await relay(bench.publisher, firstEvents(100));
  const waiting = (await states(4)).map(({ messageCount }) => messageCount);
  expect(Math.min(...waiting)).toBeGreaterThan(0);
});

test('running subscribers consume new partitions beside the others, the idle one too, and miss nothing', async () => {
  bench = await rabbitmqBench({ partitions: 2 });
  const [active, idle] = [await subscribe(2), await subscribe(2)];
  const streams = streamsOf(
    Array.from({ length: 30 }, (_, n) => `person/${n}`),
    20,
  );
  const relaying = relay(bench.publisher, streams);
  await eventually(() => expect(active.recorder.deliveries.length).toBeGreaterThan(50));
  await connectPublisher(6);
  await relaying;
  const seen = () => new Set([active, idle].flatMap(({ recorder }) => recorder.ids()));
  await eventually(() => expect(seen().size).toBe(600));
  await active.subscription.close();
  await expectConsumed(6);
  expect(subscriberConnections()).toHaveLength(2);
});

test('new partitions are consumed while a batch is in hand, which is acknowledged as ever', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  const hold = gate();
  const { recorder } = await subscribe(1);
  recorder.before = () => hold.opened;
  await bench.publisher.publish(eventOf('person/1', 1));
  await eventually(() => expect(recorder.running).toBe(1));
  await connectPublisher(3);
  await expectConsumed(3);
  hold.open();
  await relay(bench.publisher, firstEvents(30));
  await eventually(() => expect(recorder.deliveries).toHaveLength(31));
  await bench.asOperator((channel) =>
    eventually(async () => expect((await channel.checkQueue(partitionQueue(0))).messageCount).toBe(0)),
  );
});

test('a consumer that starts anew after a rejected batch has the new partitions as well', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  const { recorder } = await subscribe(1);
  await connectPublisher(3);
  await expectConsumed(3);
  recorder.before = () => {
    recorder.before = () => {};
    throw new Error('not now');
  };
  await relay(bench.publisher, firstEvents(30));
  await eventually(() => expect(new Set(recorder.ids()).size).toBe(30));
  await expectConsumed(3);
});

test('a partition that somebody deleted is made again by a process that knew it', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  await subscribe(1);
  await connectPublisher(4);
  await expectConsumed(4);
  await bench.asOperator((channel) => channel.deleteQueue(partitionQueue(2)));
  await expectConsumed(4);
});

test('news that are no number of partitions are not believed', async () => {
  bench = await rabbitmqBench({ partitions: 2 });
  const { recorder } = await subscribe(2);
  await expectConsumed(2);
  await bench.asOperator(async (channel) => {
    for (const news of ['', 'many', '1000', '2.5', '-3'])
      channel.publish(PARTITION_NEWS_EXCHANGE, '', Buffer.from(news));
  });
  await connectPublisher(3);
  await expectConsumed(3);
  await relay(bench.publisher, firstEvents(10));
  await eventually(() => expect(recorder.deliveries).toHaveLength(10));
  expect(subscriberConnections()).toHaveLength(1);
});
