import { statement } from '#lib/postgres';

export interface FoundEvent {
  source: string | null;
  stream: string;
  version: number;
  sequence: number;
  type: string;
  recorded_at: Date;
  is_in_outbox: boolean;
}

const FOUND = `
  SELECT e.meta -> 'envelope' ->> 'source' AS source, e.stream, e.version::int, e.published::int AS sequence, e.type,
         e.recorded_at, EXISTS (SELECT FROM outbox o WHERE o.event_position = e.position) AS is_in_outbox
    FROM events e`;

export const findById = statement<[id: string], FoundEvent>(
  'operator_find_by_id',
  `${FOUND} WHERE e.event_id = $1::uuid`,
);

/** By the id that another system gave it. Reads the whole table where this source holds events of others. */
export const findForeign = statement<[id: string], FoundEvent>(
  'operator_find_foreign',
  `${FOUND} WHERE e.meta -> 'envelope' ->> 'id' = $1`,
);

export interface OutboxNow {
  pending: number;
  oldest_seconds: number | null;
}

/** What is committed and not confirmed yet. */
export const outboxNow = statement<[], OutboxNow>(
  'operator_outbox_now',
  `SELECT (SELECT count(*)::int FROM outbox) AS pending,
          (SELECT extract(epoch FROM clock_timestamp() - e.recorded_at)::float8
             FROM outbox o JOIN events e ON e.position = o.event_position ORDER BY o.id LIMIT 1) AS oldest_seconds`,
);
