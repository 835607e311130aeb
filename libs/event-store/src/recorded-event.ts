import type { EventMeta } from './statements.js';

/** `id` is a UUID, one for each event ever; the same one again is the same event again. */
export interface EventToAppend {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

export interface RecordedEvent extends EventToAppend {
  readonly stream: string;
  /** From 1, without gaps. */
  readonly version: number;
  /** How many public events the stream had with this one: a public event's `sequence` on the wire. */
  readonly published: number;
  readonly meta: EventMeta;
  readonly occurredAt: Date;
}

/** Of each of these events the data in the clear, which is what its contract describes. */
export type Opening = (events: readonly RecordedEvent[]) => Promise<readonly unknown[]>;

/** Where the stream stands after an append. */
export interface Appended {
  readonly stream: string;
  readonly version: number;
  /** The outbox partition with new rows. Undefined when the same was appended before, and nothing was now. */
  readonly part?: number;
}

/** One request that may come again: `fingerprint` tells whether it is the same one. */
export interface Idempotency {
  readonly key: string;
  readonly fingerprint: string;
}

/** A place in the order in which transactions became visible. Opaque; compare by reading on from it. */
export interface AllPosition {
  readonly epoch: number;
  readonly xid: string;
  readonly position: string;
}

export interface AllPage {
  readonly events: readonly RecordedEvent[];
  readonly position: AllPosition;
}
