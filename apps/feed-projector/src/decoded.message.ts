import { type CloudEvent, decodeMessage, MalformedMessage } from '#lib/envelope';
import { type Delivery, publisherOf } from '#lib/messaging';
import type { NewParked } from '#lib/read-model';
import { keepBytes } from './parked-message.mapper.js';
import type { Publishers } from './publishers/publishers.js';
import type { Refusal } from './plan-batch.js';

/** A delivery on its way through the projector. */
export interface Received extends Delivery {
  /** Under which the beginning of the work on it was counted. */
  readonly attempt?: string;
  /** Why it is kept without being applied. */
  readonly refusal?: Refusal;
}

/** What was in a batch of messages. */
export interface Decoded {
  readonly events: CloudEvent[];
  readonly malformed: NewParked[];
  readonly refused: Map<CloudEvent, Refusal>;
}

/** What is no event is kept as it came, with the reason. Never throws over a message. `publishers`: who is believed. */
export function decodeAll(deliveries: readonly Received[], publishers: Publishers): Decoded {
  const events: CloudEvent[] = [];
  const refused: Decoded['refused'] = new Map();
  const malformed = new Map<string, NewParked>();
  for (const delivery of deliveries) {
    try {
      const decoded = decodeMessage(delivery);
      events.push(...decoded);
      for (const event of decoded) {
        const refusal = publishers.refusalOf(publisherOf(delivery), event.source) ?? delivery.refusal;
        if (refusal) refused.set(event, refusal);
      }
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      const kept = keepBytes(delivery, error.code, error.message);
      malformed.set(kept.fingerprint, kept);
    }
  }
  return { events, malformed: [...malformed.values()], refused };
}
