import type { ChannelModel } from 'amqplib';
import { declareTopology, findEventsExchange } from './declare-topology.js';
import { hearOfPartitions } from './partition-news.js';
import type { Topology } from './topology.js';

/** What process and broker agree on: as configured, with as many partitions as there are. Their number only grows. */
export class AgreedTopology {
  constructor(
    /** Of whoever declares it. Without it, it only matters that somebody has. */
    private topology: Topology | undefined,
    /** Called when there are more partitions. Without it, their number is looked up on each connect, and that is all. */
    private readonly grown?: () => void,
  ) {}

  get current(): Topology | undefined {
    return this.topology;
  }

  /**
   * Has the broker declare it, and hears of further partitions on this connection from then on: `over` resolves when it
   * does not any more. It hears before it looks, so that those made meanwhile are found or told. Rejects like
   * {@link declareTopology}, or where there is nothing to declare like {@link findEventsExchange}.
   */
  async agree(connection: ChannelModel): Promise<{ readonly over?: Promise<void> }> {
    if (!this.topology) {
      await findEventsExchange(connection);
      return {};
    }
    const hearing = this.grown && (await hearOfPartitions(connection, (told) => this.learn(told)));
    this.learn(await declareTopology(connection, this.topology));
    return hearing ?? {};
  }

  private learn(partitions: number): void {
    if (!this.topology || partitions <= this.topology.partitions) return;
    this.topology = this.topology.with(partitions);
    this.grown?.();
  }
}
