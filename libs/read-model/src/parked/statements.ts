import { statement } from '#lib/postgres';

/** A parked message with all that is needed to apply it. */
export interface ParkedRow {
  id: string;
  reason: string;
  detail: string;
  source: string | null;
  stream: string | null;
  sequence: string | null;
  event_id: string | null;
  request_id: string | null;
  content_type: string | null;
  headers: Record<string, unknown>;
  body: Buffer;
  parked_at: Date;
  attempts: number;
}

const COLUMNS = `id, reason, detail, source, stream, sequence, event_id, request_id, content_type, headers, body,
                 parked_at, attempts`;

/** The first of a stream's parked events, in order. Whoever else wants them waits until this transaction has ended. */
export const lockStream = statement<[source: string, stream: string, limit: number], ParkedRow>(
  'feed_lock_parked_stream',
  `SELECT ${COLUMNS} FROM parked WHERE source = $1 AND stream = $2 ORDER BY sequence, id LIMIT $3 FOR UPDATE`,
);

export const lockMessage = statement<[id: string], ParkedRow>(
  'feed_lock_parked_message',
  `SELECT ${COLUMNS} FROM parked WHERE id = $1 FOR UPDATE`,
);

/** What can be replayed apart from the rest: a stream, or a message that is of none. */
export interface ParkedUnitRow {
  source: string | null;
  stream: string | null;
  /** Of a message that is of no stream. */
  id: string | null;
}

/** Those with one of these reasons come last: whatever they do, the others have been replayed by then. */
export const listUnits = statement<[last: readonly string[]], ParkedUnitRow>(
  'feed_list_parked_units',
  `SELECT CASE WHEN stream IS NOT NULL THEN source END AS source, stream, CASE WHEN stream IS NULL THEN id END AS id
     FROM parked GROUP BY 1, 2, 3 ORDER BY bool_or(reason = ANY ($1)), min(parked.id)`,
);

/** Whether one of the stream's parked events has this reason. */
export const streamHasReason = statement<[source: string, stream: string, reason: string], { has: boolean }>(
  'feed_parked_stream_has_reason',
  `SELECT EXISTS (SELECT FROM parked WHERE source = $1 AND stream = $2 AND reason = $3) AS has`,
);

export const deleteParked = statement<[ids: readonly string[]], never>(
  'feed_delete_parked',
  `DELETE FROM parked WHERE id = ANY ($1)`,
);

/** `tries`: 1 if this was a trial that nobody has noted yet, else 0. */
export const keepParked = statement<[json: string], never>(
  'feed_keep_parked',
  `UPDATE parked p SET reason = k.reason, detail = k.detail, stream = k.stream, sequence = k.sequence,
          attempts = p.attempts + k.tries,
          tried_at = CASE WHEN k.tries > 0 THEN clock_timestamp() ELSE p.tried_at END
     FROM json_to_recordset($1) AS k (id bigint, reason text, detail text, stream text, sequence bigint, tries int)
    WHERE p.id = k.id`,
);

/** Before a replay that may end the process. If it does, this is what is known of it afterwards. */
export const noteTrial = statement<[id: string, reason: string, detail: string], never>(
  'feed_note_parked_trial',
  `UPDATE parked SET attempts = attempts + 1, tried_at = clock_timestamp(), reason = $2, detail = $3 WHERE id = $1`,
);

/** Not where its id is that of an accepted event: a copy of that one must still be known as such. */
export const insertSkipped = statement<[source: string, eventId: string, event: string], never>(
  'feed_insert_skipped',
  `INSERT INTO skipped (source, event_id, event)
   SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM log WHERE source = $1 AND event_id = $2)
   ON CONFLICT DO NOTHING`,
);
