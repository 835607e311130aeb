import type { ConsumeMessage } from 'amqplib';
import { afterEach, expect, test } from 'vitest';
import { eventOf, outcomesOf, type RabbitmqBench, rabbitmqBench } from '#lib/testing';

let bench: RabbitmqBench;
afterEach(() => bench.tearDown());

const ready = () => AbortSignal.timeout(10_000);

test('of 600 unroutable events none looks published, and none is taken for unroutable that was not', async () => {
  bench = await rabbitmqBench();
  const unrouted = await bench.unroutedPublisher();
  await bench.publisher.whenReady(ready());
  const events = Array.from({ length: 600 }, (_, n) => eventOf(`person/${n}`, 1));
  const [lost, kept] = await Promise.all([
    outcomesOf(events.map((event) => unrouted.publish(event))),
    outcomesOf(events.map((event) => bench.publisher.publish(event))),
  ]);
  expect({ lost, kept }).toEqual({ lost: { unroutable: 600 }, kept: { confirmed: 600 } });
});

test('the same event twice on its way is unroutable twice', async () => {
  bench = await rabbitmqBench();
  const publisher = await bench.unroutedPublisher();
  const same = Array.from({ length: 50 }, () => publisher.publish(eventOf('person/1', 1)));
  expect(await outcomesOf(same)).toEqual({ unroutable: 50 });
});

test('an event that no partition takes is kept in company.unrouted', async () => {
  bench = await rabbitmqBench();
  await bench.publisher.whenReady(ready());
  await bench.asOperator((channel) => channel.unbindExchange('feed.partitions', 'company.events', '#'));
  await bench.publisher.publish(eventOf('person/1', 1));
  const { messageCount } = await bench.asOperator((channel) => channel.checkQueue('company.unrouted'));
  expect(messageCount).toBe(1);
});

test('a full partition refuses events instead of dropping any', async () => {
  bench = await rabbitmqBench({ partitions: 1, maxLength: 20 });
  await bench.publisher.whenReady(ready());
  let confirmed = 0;
  const failures: unknown[] = [];
  for (let n = 1; failures.length === 0 && n < 500; n++) {
    await bench.publisher.publish(eventOf('person/1', n)).then(
      () => confirmed++,
      (error) => failures.push(error),
    );
  }
  expect(failures).toMatchObject([{ name: 'PublishFailed', reason: 'refused' }]);
  expect(confirmed).toBeGreaterThanOrEqual(20);
  const { messageCount } = await bench.asOperator((channel) => channel.checkQueue('feed.projector.0'));
  expect(messageCount).toBe(confirmed);
});

test('an attribute that AMQP has no room for is too large, and the channel survives it', async () => {
  bench = await rabbitmqBench();
  await bench.publisher.whenReady(ready());
  const long = eventOf('person/1', 1, { id: 'ü'.repeat(200) });
  await expect(bench.publisher.publish(long)).rejects.toMatchObject({ reason: 'too-large' });
  await bench.publisher.publish(eventOf('person/1', 1));
});

test('messages are persistent and carry what the design says', async () => {
  bench = await rabbitmqBench({ partitions: 1 });
  await bench.publisher.whenReady(ready());
  const event = eventOf('person/1', 3, {
    correlationid: 'request-1',
    causationid: 'event-0',
    traceparent: '00-a-b-01',
  });
  await bench.publisher.publish(event);
  const message = await bench.asOperator(
    (channel) =>
      new Promise<ConsumeMessage | null>((resolve) => void channel.consume('feed.projector.0', resolve)),
  );
  expect(message && { ...message.fields, ...message.properties }).toMatchObject({
    routingKey: 'conformance.happened.v1',
    deliveryMode: 2,
    messageId: 'person/1#3',
    type: 'conformance.happened.v1',
    appId: 'conformance',
    timestamp: Math.floor(Date.parse(event.time) / 1000),
    contentType: 'application/cloudevents+json',
    correlationId: 'request-1',
    headers: { subject: 'person/1', sequence: 3, traceparent: '00-a-b-01', causationid: 'event-0' },
  });
});
