import type { WireMessage } from '#lib/envelope';

/** One message as it came, not yet decoded. `redelivered`: it may have been handled before. */
export interface Delivery extends WireMessage {
  readonly redelivered: boolean;
}

export interface SubscribeOptions {
  /** The consumers that share the work, e.g. `feed.projector`. Each message goes to one member of each group. */
  readonly group: string;
  /** Deliveries in one batch, at most. */
  readonly batchMax: number;
  /**
   * Handles a batch: in order for each stream, one batch at a time. Resolved: all of it is acknowledged. Rejected:
   * none of it is; the subscriber stops, waits for `whenReady`, and the same messages come again in the same order.
   * So it should reject only where the fault is not in a message. After a crash of the broker an event may come before
   * its predecessor of the same stream: `sequence` tells.
   */
  handle(batch: readonly Delivery[]): Promise<void>;
  /** Asked before consumption starts again after a rejection. Resolves when what `handle` needs is there. */
  whenReady(signal: AbortSignal): Promise<void>;
}

export interface Subscription {
  /** Stops taking messages, waits for the batch in hand, acknowledges it, and lets go of the rest. Idempotent. */
  close(): Promise<void>;
}

export interface Subscriber {
  /** Resolves when messages flow, or will as soon as the broker is there: an outage is waited for, not thrown. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
}

/** Nest's injection token of the {@link Subscriber}. */
export const SUBSCRIBER = Symbol('Subscriber');
