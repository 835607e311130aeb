import type { CloudEvent, WireMessage } from '#lib/envelope';
import type { NewParked } from '#lib/read-model';

/** An event that was understood so far: if it is of a stream, the stream waits behind it. */
export function keepEvent(event: CloudEvent, reason: string, detail: string): NewParked {
  const { source, id, subject, sequence, correlationid } = event;
  return {
    fingerprint: JSON.stringify(sequence === undefined ? [source, id] : [source, subject, sequence]),
    reason,
    detail: text(detail),
    source,
    eventId: id,
    ...(sequence !== undefined && { stream: subject!, sequence }),
    ...(correlationid !== undefined && { requestId: correlationid }),
    contentType: 'application/cloudevents+json',
    headers: {},
    body: Buffer.from(JSON.stringify(event)),
  };
}

/** A message that is no event: kept as it came, byte for byte. `digest` of its bytes tells it from others. */
export function keepBytes(message: WireMessage, digest: string, reason: string, detail: string): NewParked {
  const { contentType, headers, body } = message;
  return {
    fingerprint: digest,
    reason,
    detail: text(detail),
    ...(contentType !== undefined && { contentType: text(contentType) }),
    headers: JSON.parse(JSON.stringify(headers).replaceAll('\\u0000', '')) as Record<string, unknown>,
    body,
  };
}

// Postgres keeps no NUL in text. The body is kept as bytes.
function text(value: string): string {
  return value.replaceAll('\0', '');
}
