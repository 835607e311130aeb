import { isDeepStrictEqual } from 'node:util';
import { v5 as uuidv5 } from 'uuid';
import type { CloudEvent } from '#lib/envelope';
import type { AppendOptions, RecordedEvent } from '#lib/event-store';

const NAMESPACE = 'b4a5c2f0-6d1e-5f3a-9c87-2e0d4b6a8f13';

/**
 * How an event of somebody else is recorded. The event id follows from source and id, so that the same event again is the
 * same event in the store. Data and attributes are kept as they came, with what is personal sealed, and go out like that.
 */
export function toAppend(event: CloudEvent, requestId: string | undefined): AppendOptions {
  const { data, ...envelope } = event;
  return {
    stream: streamOf(event),
    events: [{ id: eventIdOf(event), type: event.type, data }],
    occurredAt: new Date(event.time),
    meta: { envelope, ...(requestId !== undefined && { requestId }) },
  };
}

export function eventIdOf({ source, id }: CloudEvent): string {
  return uuidv5(JSON.stringify([source, id]), NAMESPACE);
}

/** Stands for the publisher's own stream. An event without a place in one waits for no other: it is alone. */
function streamOf(event: CloudEvent): string {
  return event.sequence === undefined ? ownStreamOf(event) : `${event.source} ${event.subject}`;
}

/** Where an event would be that has no subject. */
export function ownStreamOf({ source, id }: CloudEvent): string {
  return `${source} ${id}`;
}

/** Whether what is recorded is this event. What differs from one sending to the next, such as a trace, does not count. */
export function isRecordOf({ type, data, meta }: RecordedEvent, event: CloudEvent): boolean {
  return isDeepStrictEqual(contentOf({ ...meta.envelope!, type, data }), contentOf(event));
}

function contentOf({ type, subject, sequence, time, data }: CloudEvent): unknown {
  // Through JSON once more, for Postgres knows no -0.
  return JSON.parse(JSON.stringify([type, subject, sequence, Date.parse(time), data]));
}
