import { type Statement, statement } from '#lib/postgres';

export interface RepublishRow {
  id: string;
  by: string;
  reason: string;
  stream: string | null;
  from_version: number;
  position: string;
  up_to: string;
  events: number;
  total: number;
  begun_at: Date;
  finished_at: Date | null;
}

const COLUMNS = `
  id, by, reason, stream, from_version::int, position, up_to, events::int, total::int, begun_at, finished_at`;

/** What was public when it was recorded: it moved the count of its stream's public events on. */
const IS_PUBLIC = `
  e.published > coalesce((SELECT b.published FROM events b WHERE b.stream = e.stream AND b.version = e.version - 1), 0)`;

export const beginRepublish = statement<
  [by: string, reason: string, stream: string | null, fromVersion: number],
  { id: string }
>(
  'republish_begin',
  `INSERT INTO republish (by, reason, stream, from_version, up_to, total)
   SELECT $1, $2, $3, $4, coalesce(max(e.position), 0), count(*)
     FROM events e WHERE ($3::text IS NULL OR e.stream = $3) AND e.version >= $4 AND ${IS_PUBLIC}
   RETURNING id`,
);

export const hasStream = statement<[stream: string], { there: boolean }>(
  'republish_has_stream',
  'SELECT EXISTS (SELECT FROM events WHERE stream = $1) AS there',
);

/** Whether any is to be done: cheaper to ask than to claim, and nearly always no. */
export const isRepublishWanted = statement<[], { wanted: boolean }>(
  'republish_is_wanted',
  'SELECT EXISTS (SELECT FROM republish WHERE finished_at IS NULL) AS wanted',
);

/** Its row stays locked to the end of the transaction: one process at a time goes on with it. */
export const claimRepublish = statement<[], RepublishRow>(
  'republish_claim',
  `SELECT ${COLUMNS} FROM republish WHERE finished_at IS NULL FOR UPDATE SKIP LOCKED`,
);

/** How many rows may come into the outbox before there are `most`. */
export const roomInOutbox = statement<[most: number], { room: number }>(
  'republish_room',
  `SELECT $1 - count(*)::int AS room FROM (SELECT FROM outbox LIMIT $1) AS waiting`,
);

type Next = Statement<
  [after: string, upTo: string, stream: string | null, fromVersion: number, limit: number],
  { position: string; part: number }
>;

/** In the order in which they were recorded, which is each stream's order. Parts are chosen as `append_events` does. */
const fill = (name: string, which: string): Next =>
  statement(
    name,
    `WITH next AS (
       SELECT e.position, e.stream, e.meta FROM events e
        WHERE e.position > $1 AND e.position <= $2 AND ${which} AND e.version >= $4 AND ${IS_PUBLIC}
        ORDER BY e.position LIMIT $5)
     INSERT INTO outbox (part, event_position, request_id)
     SELECT abs(hashtextextended(stream, 7) % 16), position, meta ->> 'requestId' FROM next ORDER BY position
     RETURNING event_position AS position, part`,
  );

export const fillFromAll = fill('republish_from_all', '$3::text IS NULL');
export const fillFromStream = fill('republish_from_stream', 'e.stream = $3');

export const advanceRepublish = statement<
  [id: string, position: string, events: number, finished: boolean],
  never
>(
  'republish_advance',
  `UPDATE republish SET position = $2, events = events + $3,
          finished_at = CASE WHEN $4 THEN clock_timestamp() END WHERE id = $1`,
);

export const listRepublished = statement<[limit: number], RepublishRow>(
  'republish_list',
  `SELECT ${COLUMNS} FROM republish ORDER BY republish.id DESC LIMIT $1`,
);

/** By their place among the stream's public events. What is in the outbox still comes by itself. */
export const fillMissing = statement<
  [stream: string, from: number, to: number, limit: number],
  { part: number }
>(
  'republish_missing',
  `WITH missing AS (
     SELECT e.position, e.stream, e.meta FROM events e
      WHERE e.stream = $1 AND e.published BETWEEN $2 AND $3 AND ${IS_PUBLIC}
        AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_position = e.position)
      ORDER BY e.position LIMIT $4)
   INSERT INTO outbox (part, event_position, request_id)
   SELECT abs(hashtextextended(stream, 7) % 16), position, meta ->> 'requestId' FROM missing ORDER BY position
   RETURNING part`,
);
