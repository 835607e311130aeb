import type { CloudEvent } from '#lib/envelope';

/**
 * Hands events over to whoever subscribed. `publish` resolves when the event is safe in other hands: confirmed by the
 * broker after it reached a queue, or committed by the consumer in the same process. It rejects with
 * {@link PublishFailed}; then the event may or may not have arrived, and is published again with the same id.
 * Nothing is buffered or retried inside: that is the outbox's work, which knows the order.
 */
export interface Publisher {
  publish(event: CloudEvent): Promise<void>;
  /** Resolves at once while events can be taken, else when that is so again. Rejects when `signal` aborts. */
  whenReady(signal: AbortSignal): Promise<void>;
}

/** Why an event was not handed over. `unroutable`, `refused` and `too-large` concern this event, the others all. */
export type PublishFailure = 'unroutable' | 'refused' | 'too-large' | 'unavailable' | 'timed-out';

export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';

  constructor(
    readonly reason: PublishFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Nest's injection token of the {@link Publisher}. */
export const PUBLISHER = Symbol('Publisher');
