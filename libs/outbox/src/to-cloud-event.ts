import type { CloudEvent } from '#lib/envelope';
import type { OutboxRow } from './statements.js';

/** An outbox row as it goes on the wire. `source` is a path, e.g. `/employee-registrar`. */
export function toCloudEvent(row: OutboxRow, source: string): CloudEvent {
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
