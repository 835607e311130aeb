import { afterEach, expect, test } from 'vitest';
import {
  eventOf,
  eventually,
  outcomesOf,
  type RabbitmqBench,
  rabbitmqBench,
  Recorder,
  relay,
  streamsOf,
} from '#lib/testing';

let bench: RabbitmqBench;
afterEach(() => bench.tearDown());

const ready = () => AbortSignal.timeout(10_000);

/** Frames of AMQP's connection class on channel 0, as a broker that is short of memory sends them. */
const BLOCKED = Buffer.from('01000000000008000a003c036c6f77ce', 'hex');
const UNBLOCKED = Buffer.from('01000000000004000a003dce', 'hex');

test('without a broker publishing is unavailable at once, and works when the broker comes', async () => {
  bench = await rabbitmqBench({ connect: false });
  bench.proxy.refuse(true);
  await bench.publisher.connect();
  await expect(bench.publisher.publish(eventOf('person/1', 1))).rejects.toMatchObject({
    reason: 'unavailable',
  });
  await expect(bench.publisher.whenReady(AbortSignal.timeout(20))).rejects.toThrow();
  expect(bench.publisher.status()).toMatchObject({ connected: false, error: expect.any(Error) });
  bench.proxy.refuse(false);
  await bench.publisher.whenReady(ready());
  await bench.publisher.publish(eventOf('person/1', 1));
  expect(bench.publisher.status()).toEqual({ connected: true });
  expect(bench.logged.join()).not.toContain(new URL(process.env['TEST_AMQP_URL'] ?? '').password);
});

test('a cut in the middle of publishing loses nothing and goes on by itself', async () => {
  bench = await rabbitmqBench();
  const recorder = new Recorder();
  await bench.newSubscriber().subscribe(recorder.options(50));
  const streams = streamsOf(
    Array.from({ length: 20 }, (_, n) => `person/${n}`),
    100,
  );
  const relaying = relay(bench.publisher, streams);
  for (let seen = 100; seen <= 1_300; seen += 400) {
    await eventually(() => expect(recorder.deliveries.length).toBeGreaterThan(seen));
    bench.proxy.cut();
  }
  await relaying;
  await eventually(() => expect(new Set(recorder.ids()).size).toBe(2_000));
  for (const stream of streams) {
    // Some come twice after a cut; the first time each comes must be in order.
    expect([...new Set(recorder.ids(stream[0]!.subject))]).toEqual(stream.map(({ id }) => id));
  }
});

test('no more than maxOutstanding are on their way, and the waiting are rejected when the connection goes', async () => {
  bench = await rabbitmqBench();
  const publisher = bench.newPublisher({ maxOutstanding: 3 });
  await publisher.connect();
  await publisher.whenReady(ready());
  bench.proxy.hold(true);
  const publishes = outcomesOf(
    Array.from({ length: 10 }, (_, n) => publisher.publish(eventOf('person/1', n + 1))),
  );
  const { messageCount } = await eventually(async () => {
    const counts = await bench.asOperator((channel) =>
      Promise.all(['feed.projector.0', 'feed.projector.1'].map((queue) => channel.checkQueue(queue))),
    );
    const sum = counts.reduce((total, count) => total + count.messageCount, 0);
    expect(sum).toBeGreaterThanOrEqual(3);
    return { messageCount: sum };
  });
  expect(messageCount).toBe(3);
  bench.proxy.cut();
  expect(await publishes).toEqual({ unavailable: 10 });
});

test('silence is timed out, and the next connection works', async () => {
  bench = await rabbitmqBench();
  const publisher = bench.newPublisher({ confirmTimeoutMs: 200 });
  await publisher.connect();
  await publisher.whenReady(ready());
  const connections = bench.proxy.accepted;
  bench.proxy.hold(true);
  await expect(publisher.publish(eventOf('person/1', 1))).rejects.toMatchObject({ reason: 'timed-out' });
  bench.proxy.hold(false);
  await eventually(() => expect(bench.proxy.accepted).toBeGreaterThan(connections));
  await publisher.whenReady(ready());
  await publisher.publish(eventOf('person/1', 1));
});

test('while the broker blocks, nothing is sent', async () => {
  bench = await rabbitmqBench();
  await bench.publisher.whenReady(ready());
  bench.proxy.say(BLOCKED);
  await eventually(() => expect(bench.publisher.status()).toEqual({ connected: true, blocked: 'low' }));
  await expect(bench.publisher.publish(eventOf('person/1', 1))).rejects.toMatchObject({
    reason: 'unavailable',
  });
  await expect(bench.publisher.whenReady(AbortSignal.timeout(20))).rejects.toThrow();
  bench.proxy.say(UNBLOCKED);
  await bench.publisher.whenReady(ready());
  await bench.publisher.publish(eventOf('person/1', 1));
});

test('closing waits for the confirms on their way', async () => {
  bench = await rabbitmqBench();
  await bench.publisher.whenReady(ready());
  const publishes = outcomesOf(
    Array.from({ length: 200 }, (_, n) => bench.publisher.publish(eventOf('person/1', n + 1))),
  );
  await bench.publisher.close();
  expect(await publishes).toEqual({ confirmed: 200 });
});
