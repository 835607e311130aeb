import { afterEach, expect, test } from 'vitest';
import { eventOf, eventually, type RabbitmqBench, rabbitmqBench, Recorder } from '#lib/testing';
import { TopologyMismatch } from './topology-mismatch.js';

let bench: RabbitmqBench;
afterEach(() => bench.tearDown());

const connected = () => AbortSignal.timeout(10_000);

test('a queue with other arguments is named with what to do, and putting it right is enough', async () => {
  bench = await rabbitmqBench({ connect: false });
  await bench.asOperator((channel) => channel.assertQueue('feed.projector.1', { durable: true }));
  const refusal = await bench.publisher.connect().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(TopologyMismatch);
  expect(refusal).toMatchObject({
    fault: 'arguments-differ',
    message: /queue feed\.projector\.1 .*delete.*PRECONDITION_FAILED/s,
  });
  expect(bench.publisher.status()).toMatchObject({ connected: false, error: { fault: 'arguments-differ' } });
  await expect(bench.newSubscriber().subscribe(new Recorder().options())).rejects.toBeInstanceOf(
    TopologyMismatch,
  );
  await bench.asOperator((channel) => channel.deleteQueue('feed.projector.1'));
  await bench.publisher.whenReady(connected());
  await bench.publisher.publish(eventOf('person/1', 1));
});

test('an exchange of another type is named', async () => {
  bench = await rabbitmqBench({ connect: false });
  await bench.asOperator((channel) => channel.assertExchange('company.events', 'fanout'));
  await expect(bench.publisher.connect()).rejects.toMatchObject({
    fault: 'arguments-differ',
    message: /exchange company\.events/,
  });
});

test('a broker without the exchange type says which plugin to enable', async () => {
  bench = await rabbitmqBench({ connect: false, partitionExchangeType: 'x-consistent-hush' });
  const fault = {
    fault: 'plugin-missing',
    message: /rabbitmq-plugins enable rabbitmq_consistent_hash_exchange/,
  };
  await expect(bench.publisher.connect()).rejects.toMatchObject(fault);
  await expect(bench.newSubscriber().subscribe(new Recorder().options())).rejects.toMatchObject(fault);
});

test('a mismatch that arises later is told by the status and by readiness', async () => {
  bench = await rabbitmqBench();
  const subscriber = bench.newSubscriber();
  await subscriber.subscribe(new Recorder().options());
  await eventually(() => subscriber.checkReadiness());
  await bench.asOperator(async (channel) => {
    await channel.deleteQueue('feed.dead');
    await channel.assertQueue('feed.dead', { durable: true, arguments: { 'x-max-length': 1 } });
  });
  bench.proxy.cut();
  await eventually(() =>
    expect(bench.publisher.status()).toMatchObject({ error: { fault: 'arguments-differ' } }),
  );
  await eventually(() => expect(subscriber.checkReadiness()).rejects.toThrow(/feed\.dead/));
  expect(bench.logged.filter((line) => line.includes('feed.dead')).length).toBeLessThanOrEqual(2);
});

test('ten processes that start at once agree', async () => {
  bench = await rabbitmqBench({ connect: false, partitions: 4 });
  await Promise.all(Array.from({ length: 10 }, () => bench.newPublisher().connect()));
});

test('a message that was given back 20 times is kept in feed.dead, with its neighbours unharmed', async () => {
  bench = await rabbitmqBench({ partitions: 1, deliveryLimit: 20 });
  await bench.publisher.whenReady(connected());
  for (const n of [1, 2]) await bench.publisher.publish(eventOf('person/1', n));
  const seen: unknown[] = [];
  await bench.asOperator(async (channel) => {
    await channel.prefetch(1);
    await channel.consume('feed.projector.0', (message) => {
      seen.push(message?.properties.messageId);
      if (message && seen.at(-1) === 'person/1#1') channel.reject(message, true);
    });
    await eventually(() => expect(seen).toContain('person/1#2'));
  });
  expect(seen).toEqual([...Array.from({ length: 21 }, () => 'person/1#1'), 'person/1#2']);
  await eventually(async () => {
    const dead = await bench.asOperator((channel) => channel.get('feed.dead', { noAck: true }));
    expect(dead && dead.properties).toMatchObject({
      messageId: 'person/1#1',
      headers: { 'x-first-death-reason': 'delivery_limit' },
    });
  });
});
