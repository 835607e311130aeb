/** As SQL: when the feed received the event of a row. Whatever it has no event of, it has received now. */
export const receivedAt = (source: string, eventId: string): string =>
  `coalesce((SELECT min(l.received_at) FROM log l WHERE l.source = ${source} AND l.event_id = ${eventId}), now())`;

const COLUMNS = 'id, occurred_at, name, type, source, event_id, args, mentions, audience, since';

/** Of the rows `gone`, which are entries with the event they were taken back by. Once. */
export const keepRetracted = (v: string): string => `
    INSERT INTO entry_past_${v} (${COLUMNS}, until)
    SELECT ${COLUMNS}, ${receivedAt('gone.source', 'gone.retracted_by')} FROM gone ON CONFLICT DO NOTHING`;

/** Entries that came and went at once. */
export const insertPassed = (v: string): string => `
  WITH gone AS (
    SELECT *, ${receivedAt('e.source', 'e.event_id')} AS since
      FROM json_to_recordset($1) AS e (id uuid, occurred_at timestamptz, name text, type text, source text, event_id text,
        args jsonb, mentions text[], audience text[], "retractedBy" text)
  )
  INSERT INTO entry_past_${v} (${COLUMNS}, until)
  SELECT ${COLUMNS}, ${receivedAt('gone.source', 'gone."retractedBy"')} FROM gone ON CONFLICT DO NOTHING`;

/** Each where its event stands in the log. */
export const insertNamings = (v: string): string => `
  INSERT INTO name_past_${v} (mention, position, since, name)
  SELECT n.mention, l.position, l.received_at, n.name
    FROM json_to_recordset($1) AS n (mention text, name text, source text, "eventId" text)
    JOIN log l ON l.source = n.source AND l.event_id = n."eventId"
  ON CONFLICT DO NOTHING`;
