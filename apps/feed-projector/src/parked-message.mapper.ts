import { createHash } from 'node:crypto';
import type { WireMessage } from '#lib/envelope';
import type { NewParked } from '#lib/read-model';
import type { Rejected } from './plan-batch.js';
import { PUBLISHER_NOT_ALLOWED } from './publishers/publishers.js';

/** Its place in the stream, if it has one, is not its own: the stream goes on without it. */
const BESIDE_THE_STREAM = ['sequence-taken', 'id-reused', 'source-not-allowed', PUBLISHER_NOT_ALLOWED];

/** An event that was understood so far: if it is of a stream, the stream waits behind it. */
export function keepEvent({ event, reason, detail, publisher }: Rejected): NewParked {
  const { source, id, subject, sequence, correlationid } = event;
  const isOfStream = sequence !== undefined && !BESIDE_THE_STREAM.includes(reason);
  const body = Buffer.from(JSON.stringify(event));
  return {
    // Whoever copies an event must not take the place of the true one, should that be parked as well.
    fingerprint: JSON.stringify([
      source,
      id,
      digestOf(body),
      ...(publisher === undefined ? [] : [publisher]),
    ]),
    reason,
    detail: text(detail),
    source,
    eventId: id,
    ...(isOfStream && { stream: subject!, sequence }),
    ...(correlationid !== undefined && { requestId: correlationid }),
    contentType: 'application/cloudevents+json',
    headers: publisher === undefined ? {} : { amqp: { userId: publisher } },
    body,
  };
}

/** A message that is no event: kept as it came, byte for byte. */
export function keepBytes(message: WireMessage, reason: string, detail: string): NewParked {
  const { contentType, headers, body } = message;
  return {
    fingerprint: fingerprintOf(message),
    reason,
    detail: text(detail),
    ...(contentType !== undefined && { contentType: text(contentType) }),
    headers: texts(headers) as Record<string, unknown>,
    body,
  };
}

/**
 * The same for the same message, whatever happened to it on its way: transports add headers of their own. The headers of
 * binary mode belong to the content.
 */
export function fingerprintOf({ contentType, headers, body }: WireMessage): string {
  const attributes = Object.entries(headers).filter(([name]) => /^cloudEvents[_:]/.test(name));
  if (attributes.length === 0) return digestOf(body);
  return digestOf(Buffer.from(JSON.stringify([contentType, attributes.toSorted(byName), digestOf(body)])));
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}

// Postgres keeps neither NUL nor half a character in text. The body is kept as bytes.
function text(value: string): string {
  return value.toWellFormed().replaceAll('\0', '');
}

function texts(value: unknown): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map(texts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [text(name), texts(inner)]));
}
