import type { Channel, ChannelModel } from 'amqplib';
import { tellPartitions } from './partition-news.js';
import { EVENTS_EXCHANGE, MOST_PARTITIONS, partitionQueue, type Topology } from './topology.js';
import { explainReply } from './topology-mismatch.js';

/** One partition queue, as the broker has it. */
export interface PartitionState {
  readonly queue: string;
  /** Messages that no consumer has been given. */
  readonly waiting: number;
  /** 1 where it is consumed, however many stand by: see `x-single-active-consumer`. */
  readonly consumers: number;
}

/**
 * Declares what is missing and checks that what is there fits, with as many partitions as the broker has if these are
 * more; answers how many there are. Idempotent; consumers do it on every connect, and publishers wait for it: see
 * {@link findEventsExchange}. Rejects with {@link TopologyMismatch}, after which the broker may have
 * closed the connection, or with the error of a lost connection.
 *
 * Safe beside others that declare other numbers, and when it is broken off: all queues are there before the first one is
 * bound, so a bound one is found by counting from 0; and the next to connect finds and binds what was left unbound.
 */
export async function declareTopology(connection: ChannelModel, configured: Topology): Promise<number> {
  const more = await findPartitions(connection, configured.partitions);
  const topology = configured.with(configured.partitions + more.length);
  await onThrowAwayChannel(connection, async (channel, declaring) => {
    for (const { name, arguments: args } of topology.queues) {
      declaring(`queue ${name}`);
      await channel.assertQueue(name, { durable: true, arguments: args });
    }
    for (const { name, type, arguments: args } of topology.exchanges) {
      declaring(`exchange ${name} (type ${type})`);
      await channel.assertExchange(name, type, { durable: true, arguments: args });
    }
    tellPartitions(channel, topology.partitions);
    for (const { from, to, kind, key } of topology.bindings) {
      declaring(`binding of ${kind} ${to} to ${from}`);
      if (kind === 'queue') await channel.bindQueue(to, from, key);
      else await channel.bindExchange(to, from, key);
    }
  });
  return topology.partitions;
}

/** The partitions from `first` on. AMQP cannot list queues, so it asks for one after the other until one is missing. */
export async function findPartitions(connection: ChannelModel, first: number): Promise<PartitionState[]> {
  const found: PartitionState[] = [];
  try {
    await onThrowAwayChannel(connection, async (channel) => {
      for (let n = first; n < MOST_PARTITIONS; n++) {
        const { queue, messageCount, consumerCount } = await channel.checkQueue(partitionQueue(n));
        found.push({ queue, waiting: messageCount, consumers: consumerCount });
      }
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 404) throw error;
  }
  return found;
}

/**
 * For whoever publishes, and has no right to declare anything. Nothing is published before there is a queue for it: the
 * exchange is the last one that is declared, and what it cannot route yet is returned. Rejects while it is not there.
 */
export async function findEventsExchange(connection: ChannelModel): Promise<void> {
  try {
    await onThrowAwayChannel(connection, (channel) => channel.checkExchange(EVENTS_EXCHANGE));
  } catch (error) {
    const { code } = error as { code?: unknown };
    // RabbitMQ 4.2.6 and 4.3.0 tell it to those alone who may make it. Then a publish finds out: 404 as well.
    if (code === 403) return;
    if (code !== 404) throw error;
    throw new Error(`there is no exchange ${EVENTS_EXCHANGE} yet, the projector makes it when it connects`, {
      cause: error,
    });
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
