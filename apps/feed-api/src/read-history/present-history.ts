import type { HistoryRow } from '#lib/read-model';
import type { HistoryAnswer } from './history.schema.js';

type HistoryEvent = HistoryAnswer['events'][number];

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(-|$)/;
const NO_TRACE = /^0+$/;

/** An event without anything of what it says. */
export function presentEvent(row: HistoryRow): HistoryEvent {
  const [, traceId] = TRACEPARENT.exec(row.traceparent ?? '') ?? [];
  return {
    id: row.event_id,
    type: row.type,
    source: row.source.replace(/^\//, ''),
    ...(row.sequence !== null && { sequence: row.sequence }),
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    ...(row.request_id !== null && { requestId: row.request_id }),
    ...(traceId !== undefined && !NO_TRACE.test(traceId) && { traceId }),
    ...(row.by !== null && { by: row.by }),
  };
}
