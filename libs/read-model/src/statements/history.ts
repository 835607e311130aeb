import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';

export interface HistoryRow {
  event_id: string;
  type: string;
  source: string;
  sequence: number | null;
  occurred_at: Date;
  received_at: Date;
  request_id: string | null;
  traceparent: string | null;
  /** Whose word it was, of what an editor said. */
  by: string | null;
}

export type HistoryValues = [
  id: string,
  audiences: readonly string[],
  revisedBy: readonly string[],
  curationSource: string | null,
  curationStream: string | null,
  limit: number,
];

/**
 * The event that made an entry, later ones of its stream that are called one of `revisedBy`, and what is in the stream of
 * editors' words on it, in the order in which they were received. Nothing, if none of the audiences may see the entry. Of what
 * an event says nothing but whose word it was.
 */
export function readHistory(version: number): Statement<HistoryValues, HistoryRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_history_${v}`,
    `WITH own AS (
       SELECT l.* FROM entry_${v} e JOIN log l USING (source, event_id)
        WHERE e.id = $1 AND ${readersOf(v, 'e')} && $2::text[]
     ), told AS (
       SELECT own.*, NULL AS by FROM own
       UNION ALL
       SELECT l.*, NULL FROM own JOIN log l USING (source, stream)
        WHERE l.sequence > own.sequence AND substring(l.type FROM '^(.+)\\.v[0-9]+$') = ANY ($3::text[])
       UNION ALL
       SELECT l.*, l.event #>> '{data,by}' FROM log l
        WHERE l.source = $4 AND l.stream = $5 AND l.sequence IS NOT NULL AND EXISTS (SELECT FROM own)
     )
     SELECT event_id, type, source, sequence::float8, occurred_at, received_at, request_id,
            event ->> 'traceparent' AS traceparent, by
       FROM told ORDER BY position LIMIT $6`,
  );
}
