import type { PartitionState } from '../rabbitmq/declare-topology.js';

/** The partitions as an operator sees and changes them. */
export interface Partitions {
  /** In order; none where the transport has none. Rejects with {@link BrokerUnavailable}. */
  list(): Promise<readonly PartitionState[]>;
  /**
   * When it resolves there are at least so many, bound, and every running projector has been told. May be done again
   * after any failure. Rejects with {@link BrokerUnavailable}, or with `TopologyMismatch`.
   */
  growTo(partitions: number): Promise<void>;
}

/** The broker did not do all of what it was asked for. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

/** Nest's injection token of {@link Partitions}. */
export const PARTITIONS = Symbol('Partitions');

/** In one process there are no queues, so there is nothing to divide. */
export const noPartitions: Partitions = {
  list: async () => [],
  growTo: () => Promise.reject(new Error('there is no broker that could have partitions')),
};
