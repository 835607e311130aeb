import { type ChannelModel, connect } from 'amqplib';
import { inTime } from '../pause.js';
import { ANSWER_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from '../rabbitmq/broker-connection.js';
import { declareTopology, findPartitions, type PartitionState } from '../rabbitmq/declare-topology.js';
import type { RabbitmqSubscriberOptions } from '../rabbitmq/rabbitmq-subscription.js';
import { TopologyMismatch } from '../rabbitmq/topology-mismatch.js';
import { BrokerUnavailable, type Partitions } from './partitions.js';

/** The partitions of RabbitMQ. Operators act seldom: each act has a connection of its own, and leaves none. */
export class RabbitmqPartitions implements Partitions {
  constructor(
    private readonly options: Pick<RabbitmqSubscriberOptions, 'url' | 'connectionName' | 'topology'>,
  ) {}

  list(): Promise<readonly PartitionState[]> {
    return this.atTheBroker((connection) => findPartitions(connection, 0));
  }

  async growTo(partitions: number): Promise<void> {
    await this.atTheBroker((connection) =>
      declareTopology(connection, this.options.topology.with(partitions)),
    );
  }

  private async atTheBroker<Result>(work: (connection: ChannelModel) => Promise<Result>): Promise<Result> {
    try {
      const { url, connectionName } = this.options;
      const connection = await connect(url, {
        timeout: CONNECT_TIMEOUT_MS,
        clientProperties: { connection_name: connectionName },
      });
      // What is under way rejects; unheard, the event would end the process.
      connection.on('error', () => {});
      const never = new AbortController().signal;
      const working = inTime(ANSWER_TIMEOUT_MS, 'an act at the broker', never, work(connection));
      return await working.finally(() => void connection.close().catch(() => {}));
    } catch (error) {
      if (error instanceof TopologyMismatch) throw error;
      throw new BrokerUnavailable((error as Error).message, { cause: error });
    }
  }
}
