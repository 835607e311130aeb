import { type CloudEvent, encodeEvent, MalformedMessage, type WireMessage } from '#lib/envelope';
import { PublishFailed } from './publisher.js';

/**
 * The event as every transport carries it: CloudEvents structured mode, with headers for the broker and for people
 * who look into queues. The header `subject` is always there, because partitions hash on it; an event without a
 * subject gets a value of its own, in the header only. Throws {@link PublishFailed} `too-large`.
 */
export function outgoingMessage(event: CloudEvent): WireMessage {
  const { subject, sequence, traceparent, correlationid, causationid } = event;
  const optional = { sequence, traceparent, correlationid, causationid };
  const present = Object.entries(optional).filter(([, value]) => value !== undefined);
  const headers = { subject: subject ?? `${event.source} ${event.id}`, ...Object.fromEntries(present) };
  return { ...encode(event), headers };
}

function encode(event: CloudEvent): WireMessage {
  try {
    return encodeEvent(event);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    throw new PublishFailed('too-large', `event ${event.id}: ${error.message}`, { cause: error });
  }
}
