import { statement } from '#lib/postgres';

/** Where a stream stands: what was applied last, whether it waits behind a parked event, what came too early. */
export interface StreamRow {
  source: string;
  stream: string;
  last_sequence: number;
  /** Rises with everything that happens to the stream; 0 before anything has. */
  revision: number;
  parked: boolean;
  pending: unknown[];
}

/** Sequences have up to 15 digits: whoever numbers events may begin anywhere. As `float8` they are exact numbers here. */
const STREAM = `source, stream, coalesce(last_sequence, 0)::float8 AS last_sequence, coalesce(revision, 0)::float8 AS revision,
          EXISTS (SELECT FROM parked WHERE parked.source = wanted.source AND parked.stream = wanted.stream) AS parked`;

/** With all that is pending. `$1` and `$2` run in step. */
export const loadStreams = statement<[sources: string[], streams: string[]], StreamRow>(
  'feed_load_streams',
  `SELECT ${STREAM},
          ARRAY(SELECT event FROM pending
                 WHERE pending.source = wanted.source AND pending.stream = wanted.stream ORDER BY sequence) AS pending
     FROM unnest($1::text[], $2::text[]) AS wanted (source, stream)
     LEFT JOIN stream_progress USING (source, stream)`,
);

/**
 * With what is pending of these sequences, and what follows them without a hole, `$2` events at most. A publisher may
 * leave a hole and thousands of events behind it: they cost nothing until the hole is filled. Of most streams nothing is
 * pending, which one look tells.
 */
export const loadStreamsNear = statement<[json: string, limit: number], StreamRow>(
  'feed_load_streams_near',
  `SELECT ${STREAM},
          CASE WHEN EXISTS (SELECT FROM pending WHERE pending.source = wanted.source AND pending.stream = wanted.stream)
               THEN ARRAY(SELECT event FROM pending
                 WHERE pending.source = wanted.source AND pending.stream = wanted.stream
                   AND pending.sequence = ANY (sequences || ARRAY(
                         SELECT sequence FROM (
                           SELECT sequence, sequence - row_number() OVER (ORDER BY sequence) AS before_it FROM (
                             (SELECT sequence FROM pending
                               WHERE pending.source = wanted.source AND pending.stream = wanted.stream
                               ORDER BY sequence LIMIT $2)
                             UNION SELECT unnest(sequences)) AS known
                            WHERE sequence > coalesce(last_sequence, 0)) AS numbered
                          WHERE before_it = coalesce(last_sequence, 0)))
                 ORDER BY sequence)
               ELSE '{}' END AS pending
     FROM json_to_recordset($1) AS wanted (source text, stream text, sequences bigint[])
     LEFT JOIN stream_progress USING (source, stream)`,
);

/** Which of these events are done with, as they were received: they are in the log, or an operator skipped them. */
export const findLogged = statement<[sources: string[], ids: string[]], { event: unknown }>(
  'feed_find_logged',
  `WITH wanted (source, event_id) AS (SELECT * FROM unnest($1::text[], $2::text[]))
   SELECT event::json FROM log WHERE (source, event_id) IN (SELECT * FROM wanted)
   UNION ALL SELECT event FROM skipped WHERE (source, event_id) IN (SELECT * FROM wanted)`,
);

/**
 * Takes note of what happens to streams, if they still are as they were read: a consumer that was overtaken by another
 * one changes fewer rows than it asked for, and must start over. That holds as well for an event that only waits: were
 * the one before it applied meanwhile, it would wait for ever.
 */
export const moveStreams = statement<[json: string], { stream: string }>(
  'feed_move_streams',
  `WITH wanted AS (
     SELECT * FROM json_to_recordset($1) AS w (source text, stream text, revision bigint, "lastSequence" bigint)
   ), moved AS (
     UPDATE stream_progress p SET last_sequence = w."lastSequence", revision = p.revision + 1 FROM wanted w
      WHERE w.revision > 0 AND p.source = w.source AND p.stream = w.stream AND p.revision = w.revision
     RETURNING p.stream
   ), begun AS (
     INSERT INTO stream_progress (source, stream, last_sequence)
     SELECT source, stream, "lastSequence" FROM wanted WHERE revision = 0
     ON CONFLICT DO NOTHING RETURNING stream
   )
   SELECT stream FROM moved UNION ALL SELECT stream FROM begun`,
);

/** Said at every commit behind {@link lockPositions}: there may be changes. */
export const CHANGES_CHANNEL = 'feed_change';

/**
 * Held from here to the commit, so that positions drawn behind it are in commit order (trap T13): a reader who saw a
 * position has seen all before it. Whoever listens is told at the commit: that takes no other lock than writers wait for
 * here already.
 */
export const lockPositions = statement<[], unknown>(
  'feed_lock_positions',
  `SELECT pg_advisory_xact_lock(7305804402), pg_notify('${CHANGES_CHANNEL}', '')`,
);

export const insertLog = statement<[json: string], never>(
  'feed_insert_log',
  `INSERT INTO log (source, event_id, type, stream, sequence, request_id, occurred_at, event, shown)
   SELECT e ->> 'source', e ->> 'id', e ->> 'type', e ->> 'subject', (e ->> 'sequence')::bigint,
          e ->> 'correlationid', (e ->> 'time')::timestamptz, e, (l ->> 'shown')::boolean
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS logged (l, n),
          jsonb_extract_path(l, 'event') AS e ORDER BY n`,
);

/**
 * Events that were logged for want of a card, of types that have one now, and with each that has a place in a stream all
 * of its stream: a late event must not undo what came after it.
 */
export const findNotShown = statement<[types: readonly string[], limit: number], { event: unknown }>(
  'feed_find_not_shown',
  `WITH late AS (
     SELECT position, source, stream, sequence FROM log WHERE NOT shown AND type = ANY ($1)
      ORDER BY position LIMIT $2
   )
   SELECT event FROM log WHERE position IN (
     SELECT position FROM late
     UNION SELECT l.position FROM log l JOIN late USING (source, stream)
            WHERE l.sequence IS NOT NULL AND late.sequence IS NOT NULL)
    ORDER BY position`,
);

export const markShown = statement<[json: string], { position: string }>(
  'feed_mark_shown',
  `UPDATE log SET shown = true FROM json_to_recordset($1) AS e (source text, id text)
    WHERE log.source = e.source AND log.event_id = e.id AND NOT shown RETURNING position`,
);

/** What was logged and could not be shown, by type. */
export const countNotShown = statement<[], { type: string; count: number }>(
  'feed_count_not_shown',
  `SELECT type, count(*)::int AS count FROM log WHERE NOT shown GROUP BY type ORDER BY type`,
);

export const insertPending = statement<[json: string], never>(
  'feed_insert_pending',
  `INSERT INTO pending (source, stream, sequence, event)
   SELECT e ->> 'source', e ->> 'subject', (e ->> 'sequence')::bigint, e FROM jsonb_array_elements($1::jsonb) AS received (e)
   ON CONFLICT DO NOTHING`,
);

/** What filled the hole made these no longer pending. */
export const deletePending = statement<[json: string], never>(
  'feed_delete_pending',
  `DELETE FROM pending p USING json_to_recordset($1) AS done (source text, stream text, sequence bigint)
    WHERE p.source = done.source AND p.stream = done.stream AND p.sequence = done.sequence`,
);

export const insertParked = statement<[json: string], never>(
  'feed_insert_parked',
  `INSERT INTO parked (fingerprint, reason, detail, source, stream, sequence, event_id, request_id, content_type, headers, body)
   SELECT fingerprint, reason, detail, source, stream, sequence, event_id, request_id, content_type, headers, decode(body, 'base64')
     FROM json_to_recordset($1) AS p (fingerprint text, reason text, detail text, source text, stream text, sequence bigint,
            event_id text, request_id text, content_type text, headers jsonb, body text)
   ON CONFLICT (fingerprint) DO NOTHING`,
);

/** Holes that have not filled, and messages that wait for a person. */
export const measureWaiting = statement<[], { pending: number; parked: number; oldest_hole_seconds: number }>(
  'feed_measure_waiting',
  `SELECT (SELECT count(*)::int FROM pending) AS pending, (SELECT count(*)::int FROM parked) AS parked,
          coalesce((SELECT extract(epoch FROM clock_timestamp() - min(received_at))::float8 FROM pending), 0)
            AS oldest_hole_seconds`,
);
