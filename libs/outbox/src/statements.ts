import type { Envelope } from '#lib/envelope';
import { statement } from '#lib/postgres';

export const leaseParts = statement<[owner: string, ttlMs: number], { part: number; epoch: string }>(
  'lease_outbox_parts',
  `SELECT part, epoch FROM lease_outbox_parts_in_order($1, make_interval(secs => $2::float8 / 1000))`,
);

export const releaseParts = statement<[owner: string], unknown>(
  'release_outbox_parts',
  `WITH gone AS (DELETE FROM outbox_relay WHERE owner = $1)
   UPDATE outbox_lease SET owner = NULL WHERE owner = $1`,
);

/** Parts with rows behind their low-water mark; `$1` and `$2` run in step. */
export const partsWithRows = statement<[parts: number[], lowWater: string[]], { part: number }>(
  'outbox_parts_with_rows',
  `SELECT part FROM unnest($1::smallint[], $2::bigint[]) AS held (part, low_water)
    WHERE EXISTS (SELECT FROM outbox WHERE outbox.part = held.part AND id > low_water)`,
);

export interface OutboxRow {
  /** Of which part, counted from 1 as they were asked for. */
  n: number;
  id: string;
  request_id: string | null;
  event_id: string;
  stream: string;
  published: number;
  type: string;
  data: unknown;
  /** Of an event that came with one. */
  envelope: Envelope | null;
  occurred_at: Date;
}

/** Of each part those behind an id, up to a limit of each; `$1` and `$2` run in step. */
export const nextRows = statement<[parts: number[], afterIds: string[], most: number], OutboxRow>(
  'outbox_next_rows',
  `SELECT n::int, next.* FROM unnest($1::smallint[], $2::bigint[]) WITH ORDINALITY AS wanted (part, after_id, n), LATERAL (
     SELECT o.id, o.request_id, e.event_id, e.stream, e.published::int, e.type, e.data,
            e.meta -> 'envelope' AS envelope, e.occurred_at
       FROM outbox o JOIN events e ON e.position = o.event_position
      WHERE o.part = wanted.part AND o.id > wanted.after_id ORDER BY o.id LIMIT $3) AS next
   ORDER BY id`,
);

/**
 * Fenced: deletes nothing of a part that has changed hands, and answers which have not, counted from 1. The row lock keeps it
 * from changing hands meanwhile; in the order of the parts, so that no two wait for each other.
 */
export const deleteRows = statement<
  [ids: string[], parts: number[], owners: string[], epochs: string[]],
  { n: number }
>(
  'outbox_delete_rows',
  `WITH held AS MATERIALIZED (
     SELECT lease.part, own.n FROM outbox_lease lease
       JOIN unnest($2::smallint[], $3::text[], $4::bigint[]) WITH ORDINALITY AS own (part, owner, epoch, n)
         ON own.part = lease.part AND own.owner = lease.owner AND own.epoch = lease.epoch
      ORDER BY lease.part FOR SHARE OF lease),
   gone AS (DELETE FROM outbox USING held WHERE outbox.id = ANY ($1::bigint[]) AND outbox.part = held.part)
   SELECT n::int FROM held`,
);

/** Counted up to a limit, so that a scrape costs the same on the day the backlog is large. */
export const measureOutbox = statement<[limit: number], { pending: number; oldest_seconds: number }>(
  'outbox_measure',
  `SELECT (SELECT count(*)::int FROM (SELECT FROM outbox LIMIT $1) AS counted) AS pending,
          coalesce((SELECT extract(epoch FROM clock_timestamp() - e.recorded_at)::float8
                      FROM outbox o JOIN events e ON e.position = o.event_position
                     ORDER BY o.id LIMIT 1), 0) AS oldest_seconds`,
);
