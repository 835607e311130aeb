import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createVhost,
  eventually,
  type RabbitmqBench,
  rabbitmqBench,
  Recorder,
  relay,
  streamsOf,
  type TestVhost,
} from '#lib/testing';
import { feedTopology } from '../rabbitmq/topology.js';
import { BrokerUnavailable } from './partitions.js';
import { RabbitmqPartitions } from './rabbitmq-partitions.js';

let vhost: TestVhost;
let bench: RabbitmqBench;
let partitions: RabbitmqPartitions;
beforeEach(async () => {
  vhost = await createVhost();
  bench = await rabbitmqBench({ vhost, partitions: 2 });
  const url = bench.proxy.through(vhost.amqpUrl);
  partitions = new RabbitmqPartitions({
    url,
    connectionName: 'operator',
    topology: feedTopology({ partitions: 2 }),
  });
});
afterEach(() => bench.tearDown());

test('tells of every partition what waits in it and whether it is consumed', async () => {
  await relay(bench.publisher, streamsOf(['person/1'], 7));
  const listed = await partitions.list();
  expect(listed.map(({ queue, consumers }) => [queue, consumers])).toEqual([
    ['feed.projector.0', 0],
    ['feed.projector.1', 0],
  ]);
  expect(listed.reduce((sum, { waiting }) => sum + waiting, 0)).toBe(7);
  await bench.newSubscriber().subscribe(new Recorder().options());
  await eventually(async () =>
    expect(await partitions.list()).toMatchObject([
      { waiting: 0, consumers: 1 },
      { waiting: 0, consumers: 1 },
    ]),
  );
});

test('more partitions are consumed as soon as they are there, and never become fewer', async () => {
  await bench.newSubscriber().subscribe(new Recorder().options());
  await partitions.growTo(5);
  await partitions.growTo(5);
  await partitions.growTo(3);
  await eventually(async () =>
    expect((await partitions.list()).map(({ consumers }) => consumers)).toEqual([1, 1, 1, 1, 1]),
  );
});

test('a broker that is away is told as such', async () => {
  bench.proxy.refuse(true);
  await expect(partitions.list()).rejects.toBeInstanceOf(BrokerUnavailable);
  await expect(partitions.growTo(4)).rejects.toBeInstanceOf(BrokerUnavailable);
  bench.proxy.refuse(false);
  expect(await partitions.list()).toHaveLength(2);
});
