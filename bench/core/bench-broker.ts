import { type Channel, connect } from 'amqplib';
import { declareTopology, feedTopology, PROJECTOR_GROUP } from '#lib/messaging';
import { type BrokerUsers, makeBrokerUsers, vhostOf } from '#lib/testing';
import type { BenchContext } from './bench-context.js';

/** As many as there are unless told otherwise. */
const PARTITIONS = 4;
const LATE_MS = 60_000;

/** A virtual host that one contender has to itself, with the users and the queues that there are in production. */
export interface BenchBroker {
  /** Of somebody who may do all. */
  readonly url: string;
  readonly users: BrokerUsers;
  /** The partitions, where every event ends. */
  readonly queues: readonly string[];
}

export async function openBroker(context: BenchContext): Promise<BenchBroker> {
  const vhost = await vhostOf(await context.rabbitmq());
  const topology = feedTopology({ partitions: PARTITIONS });
  const connection = await connect(vhost.amqpUrl);
  await declareTopology(connection, topology);
  await connection.close();
  return {
    url: vhost.amqpUrl,
    users: await makeBrokerUsers(vhost),
    queues: topology.groups[PROJECTOR_GROUP]!,
  };
}

/** Takes `count` messages out of these queues. Throws when there are fewer, or more. */
export async function takeAll(url: string, queues: readonly string[], count: number): Promise<Buffer[]> {
  return onChannel(url, async (channel) => {
    const taken: Buffer[] = [];
    const all = Promise.withResolvers<void>();
    const late = setTimeout(
      () => all.reject(new Error(`${taken.length} of ${count} messages came`)),
      LATE_MS,
    );
    for (const queue of queues)
      await channel.consume(
        queue,
        (message) => {
          if (message && taken.push(message.content) === count) all.resolve();
        },
        { noAck: true },
      );
    if (count === 0) all.resolve();
    await all.promise.finally(() => clearTimeout(late));
    // One more that is there is delivered before this is answered.
    for (const queue of queues) await channel.checkQueue(queue);
    if (taken.length > count) throw new Error(`there are ${taken.length} messages where ${count} were sent`);
    return taken;
  });
}

/** Works on a channel of its own. */
export async function onChannel<Result>(
  url: string,
  work: (channel: Channel) => Promise<Result>,
): Promise<Result> {
  const connection = await connect(url);
  try {
    return await work(await connection.createChannel());
  } finally {
    await connection.close();
  }
}
