import type { CloudEvent } from '#lib/envelope';
import type { OutboxRow } from './statements.js';

/** What is published of an event that is stored. */
export type PublishedRow = Omit<OutboxRow, 'id'>;

/**
 * An outbox row as it goes on the wire. `source` is a path, e.g. `/employee-registrar`. An event that was recorded with an
 * envelope goes out in that one, with nothing of ours.
 */
export function toCloudEvent(row: PublishedRow, source: string): CloudEvent {
  if (row.envelope) return { ...row.envelope, data: row.data };
  return {
    specversion: '1.0',
    id: row.event_id,
    source,
    type: row.type,
    subject: row.stream,
    sequence: row.published,
    time: row.occurred_at.toISOString(),
    datacontenttype: 'application/json',
    ...(row.request_id !== null && { correlationid: row.request_id }),
    data: row.data,
  };
}
