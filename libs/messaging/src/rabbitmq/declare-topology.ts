import type { Channel, ChannelModel } from 'amqplib';
import { partitionQueue, type Topology } from './topology.js';
import { explainReply, otherPartitionCount } from './topology-mismatch.js';

/**
 * Declares what is missing and checks that what is there fits. Idempotent; both publishers and consumers do it on every
 * connect, so that nothing is published before there is a queue for it. Rejects with {@link TopologyMismatch}, after
 * which the broker may have closed the connection, or with the error of a lost connection.
 */
export async function declareTopology(connection: ChannelModel, topology: Topology): Promise<void> {
  await checkPartitionCount(connection, topology.partitions);
  await onThrowAwayChannel(connection, async (channel, declaring) => {
    for (const { name, arguments: args } of topology.queues) {
      declaring(`queue ${name}`);
      await channel.assertQueue(name, { durable: true, arguments: args });
    }
    for (const { name, type, arguments: args } of topology.exchanges) {
      declaring(`exchange ${name} (type ${type})`);
      await channel.assertExchange(name, type, { durable: true, arguments: args });
    }
    for (const { from, to, kind, key } of topology.bindings) {
      declaring(`binding of ${kind} ${to} to ${from}`);
      if (kind === 'queue') await channel.bindQueue(to, from, key);
      else await channel.bindExchange(to, from, key);
    }
  });
}

/** AMQP cannot list queues, but it can ask for one: the one after the last, and the last where there is a first. */
async function checkPartitionCount(connection: ChannelModel, partitions: number): Promise<void> {
  if (await exists(connection, partitionQueue(partitions))) {
    throw otherPartitionCount(partitions, `the broker has a queue ${partitionQueue(partitions)}`);
  }
  const [first, last] = [partitionQueue(0), partitionQueue(partitions - 1)];
  if ((await exists(connection, first)) && !(await exists(connection, last))) {
    throw otherPartitionCount(partitions, `the broker has a queue ${first} and no ${last}`);
  }
}

async function exists(connection: ChannelModel, queue: string): Promise<boolean> {
  try {
    await onThrowAwayChannel(connection, (channel) => channel.checkQueue(queue));
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return false;
    throw error;
  }
}

/**
 * The broker answers a fault by closing the channel (406, 404), or for an exchange type it does not know the whole
 * connection (503). So the work has a channel of its own, and the first thing the broker said is what is thrown.
 */
async function onThrowAwayChannel(
  connection: ChannelModel,
  work: (channel: Channel, declaring: (what: string) => void) => Promise<unknown>,
): Promise<void> {
  let said: Error | undefined;
  let what = 'topology';
  const listen = (error: Error): void => void (said ??= error);
  connection.on('error', listen);
  try {
    const channel = await connection.createChannel();
    channel.on('error', listen);
    await work(channel, (next) => void (what = next));
    await channel.close();
  } catch (error) {
    throw explainReply(what, said ?? (error as Error));
  } finally {
    connection.off('error', listen);
  }
}
