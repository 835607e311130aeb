import type { CloudEvent } from '#lib/envelope';

/** What is published to RabbitMQ. */
export interface Message {
  readonly n: number;
  readonly kind: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly contentType: string | undefined;
  readonly contentEncoding?: string;
  readonly expiration?: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  /** One before it in its stream never comes. */
  readonly mayWait: boolean;
  /** The same event was published before, under another number. */
  readonly again: boolean;
}

/** What its neighbours in a chunk leave to a message. */
export interface Neighbours {
  readonly sound: CloudEvent[];
  readonly streams: Map<number, { next: number; hasHole: boolean }>;
}

/** A message as it is drawn, before it has its number. */
export type Draft = (n: number, neighbours: Neighbours) => Message;
