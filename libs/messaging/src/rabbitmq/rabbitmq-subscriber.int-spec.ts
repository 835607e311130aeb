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

let bench: RabbitmqBench;
afterEach(() => bench.tearDown());

test('messages come again in order when batches are rejected over and over, and are marked', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  const stream = streamsOf(['person/1'], 300);
  await bench.publisher.whenReady(AbortSignal.timeout(10_000));
  await relay(bench.publisher, stream);
  const recorder = new Recorder();
  const offered: string[][] = [];
  recorder.before = (batch) => {
    offered.push(batch.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id));
    if (offered.length % 2 === 0) throw new Error('not now');
  };
  await bench.newSubscriber().subscribe(recorder.options(60));
  await eventually(() => expect(recorder.deliveries.length).toBeGreaterThanOrEqual(300));
  expect(recorder.ids()).toEqual(stream[0]!.map(({ id }) => id));
  // What was rejected is what comes first afterwards.
  for (let n = 1; n + 1 < offered.length; n += 2) expect(offered[n + 1]![0]).toBe(offered[n]![0]);
  expect(recorder.deliveries.at(-1)?.redelivered).toBe(true);
  expect(recorder.deliveries[0]?.redelivered).toBe(false);
});

test('a process that closes hands a long queue over to the next one in order', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  const stream = streamsOf(['person/1'], 300);
  await bench.publisher.whenReady(AbortSignal.timeout(10_000));
  await relay(bench.publisher, stream);
  const [first, second] = [new Recorder(), new Recorder()];
  first.before = () => new Promise((resolve) => setTimeout(resolve, 50));
  const subscription = await bench.newSubscriber().subscribe(first.options(20));
  await bench.newSubscriber().subscribe(second.options(20));
  await eventually(() => expect(first.deliveries.length).toBeGreaterThan(0));
  await subscription.close();
  const handedOver = first.ids().length;
  await eventually(() => expect(second.deliveries).toHaveLength(300 - handedOver));
  expect([...first.ids(), ...second.ids()]).toEqual(stream[0]!.map(({ id }) => id));
});

test('of a long queue no more than two batches are taken at a time', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  await bench.publisher.whenReady(AbortSignal.timeout(10_000));
  await relay(bench.publisher, streamsOf(['person/1'], 100));
  const hold = gate();
  const recorder = new Recorder();
  recorder.before = () => hold.opened;
  await bench.newSubscriber().subscribe(recorder.options(10));
  await eventually(async () => {
    const waiting = await bench.asOperator((channel) => channel.checkQueue('feed.projector.0'));
    expect({ waiting: waiting.messageCount, running: recorder.running }).toEqual({ waiting: 80, running: 1 });
  });
  hold.open();
});

test('nothing is acknowledged before the handler has resolved', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  await bench.publisher.whenReady(AbortSignal.timeout(10_000));
  const hold = gate();
  const recorder = new Recorder();
  recorder.before = () => hold.opened;
  await bench.newSubscriber().subscribe(recorder.options());
  await bench.publisher.publish(eventOf('person/1', 1));
  await eventually(() => expect(recorder.running).toBe(1));
  // The process dies here, as far as the broker can see.
  bench.proxy.refuse(true);
  const { messageCount } = await eventually(async () => {
    const count = await bench.asOperator((channel) => channel.checkQueue('feed.projector.0'));
    expect(count.messageCount).toBe(1);
    return count;
  });
  expect(messageCount).toBe(1);
  bench.proxy.refuse(false);
  hold.open();
  await eventually(() => expect(recorder.ids()).toEqual(['person/1#1', 'person/1#1']));
});

test('a late acknowledgement stays with its dead channel, and batches never overlap', async () => {
  bench = await rabbitmqBench();
  const recorder = new Recorder();
  const hold = gate();
  recorder.before = () => hold.opened;
  await bench.newSubscriber().subscribe(recorder.options(5));
  const streams = streamsOf(['person/1', 'person/2'], 20);
  const relaying = relay(bench.publisher, streams);
  await eventually(() => expect(recorder.running).toBe(1));
  bench.proxy.cut();
  await eventually(() =>
    expect(bench.logged.filter((line) => line.startsWith('subscriber: connected'))).toHaveLength(2),
  );
  // Time enough for a second batch to begin, if it were wrong.
  await new Promise((resolve) => setTimeout(resolve, 150));
  hold.open();
  await relaying;
  await eventually(() => expect(new Set(recorder.ids()).size).toBe(40));
  await eventually(async () => {
    const counts = await bench.asOperator((channel) =>
      Promise.all(['feed.projector.0', 'feed.projector.1'].map((queue) => channel.checkQueue(queue))),
    );
    expect(counts.map(({ messageCount }) => messageCount)).toEqual([0, 0]);
  });
  expect(recorder.mostRunning).toBe(1);
  for (const stream of streams)
    expect([...new Set(recorder.ids(stream[0]!.subject))]).toEqual(stream.map(({ id }) => id));
  expect(bench.logged.filter((line) => line.startsWith('subscriber: connected'))).toHaveLength(2);
});

test('subscribing while the broker is away resolves, tells it is unready, and flows when it comes', async () => {
  bench = await rabbitmqBench({ connect: false });
  bench.proxy.refuse(true);
  const recorder = new Recorder();
  const subscriber = bench.newSubscriber();
  await expect(subscriber.checkReadiness()).rejects.toThrow('not subscribed');
  await subscriber.subscribe(recorder.options());
  await expect(subscriber.checkReadiness()).rejects.toThrow('no connection to the broker');
  bench.proxy.refuse(false);
  void bench.publisher.connect();
  await relay(bench.publisher, [[eventOf('person/1', 1)]]);
  await eventually(() => expect(recorder.deliveries).toHaveLength(1));
  await eventually(() => subscriber.checkReadiness());
});

test('a deleted queue is declared again and consumed again', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  const recorder = new Recorder();
  await bench.newSubscriber().subscribe(recorder.options());
  await bench.asOperator((channel) => channel.deleteQueue('feed.projector.0'));
  await eventually(async () => {
    const { consumerCount } = await bench.asOperator((channel) => channel.checkQueue('feed.projector.0'));
    expect(consumerCount).toBe(1);
  });
  await relay(bench.publisher, [[eventOf('person/1', 1)]]);
  await eventually(() => expect(recorder.deliveries).toHaveLength(1));
});

test('a group without queues is refused', async () => {
  bench = await rabbitmqBench({ connect: false });
  const options = { ...new Recorder().options(), group: 'other' };
  await expect(bench.newSubscriber().subscribe(options)).rejects.toThrow(
    /feed\.projector, feed\.dead-letters only, not for other/,
  );
});
