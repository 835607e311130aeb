import type { Channel, ChannelModel } from 'amqplib';
import { MOST_PARTITIONS, PARTITION_NEWS_EXCHANGE } from './topology.js';

/**
 * Tells every connected projector how many partitions there are. It is told on the channel that binds them afterwards:
 * a channel is worked off in order, so no event can be routed to a partition that a running projector has not been told
 * of. Asking every few seconds instead would be an error in the broker's log each time, since AMQP can ask only for one
 * queue by its name, and not to find it is an error.
 */
export function tellPartitions(channel: Channel, partitions: number): void {
  channel.publish(PARTITION_NEWS_EXCHANGE, '', Buffer.from(String(partitions)));
}

/**
 * Calls `heard` for each number that is told from now on. Whoever hears first and looks then how many partitions there
 * are misses none. `over` resolves when nothing will be heard any more, at the latest with the connection.
 */
export async function hearOfPartitions(
  connection: ChannelModel,
  heard: (partitions: number) => void,
): Promise<{ readonly over: Promise<void> }> {
  const channel = await connection.createChannel();
  // The reason is of no use here; unheard, the event would end the process.
  channel.on('error', () => {});
  const over = new Promise<void>((resolve) => channel.once('close', resolve));
  await channel.assertExchange(PARTITION_NEWS_EXCHANGE, 'fanout', { durable: true });
  // Named by the broker, and gone with the connection.
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, PARTITION_NEWS_EXCHANGE, '');
  const take = (content: Buffer | undefined): void => {
    const partitions = Number(content?.toString());
    if (Number.isInteger(partitions) && partitions <= MOST_PARTITIONS) heard(partitions);
    // Nothing comes any more: the broker cancelled the consumer.
    if (content === undefined) channel.close().catch(() => {});
  };
  await channel.consume(queue, (message) => take(message?.content), { noAck: true });
  return { over };
}
