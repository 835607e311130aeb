import { statement } from '#lib/postgres';

/**
 * The version that is being built, and its place in the log. Its row stays locked to the end of the transaction, so that
 * one worker writes it at a time, and none has it when a worker is gone. While it rests, nobody gets it.
 */
export const claimRebuild = statement<[], { version: number; position: string }>(
  'feed_claim_rebuild',
  `SELECT r.version, r.position FROM rebuild r JOIN projection p USING (version)
    WHERE p.status = 'building' AND r.failure IS NULL AND r.rest_until <= clock_timestamp()
      FOR UPDATE OF r SKIP LOCKED`,
);

/** Whether a version is to be built or to be verified, by whomever: cheaper to ask than to claim, and nearly always no. */
export const isWorkWanted = statement<[], { wanted: boolean }>(
  'feed_is_work_wanted',
  `SELECT EXISTS (
     SELECT FROM rebuild r JOIN projection p USING (version)
      WHERE p.status = 'building' AND r.failure IS NULL OR p.status = 'ready' AND r.verification IS NULL) AS wanted`,
);

/** Positions become visible in their order, so that whoever has read up to one has read all before it. */
export const readLog = statement<[after: string, limit: number], { position: string; event: unknown }>(
  'feed_read_log',
  `SELECT position, event FROM log WHERE position > $1 ORDER BY position LIMIT $2`,
);

/** In the transaction that wrote the events. The rate follows the last dozen of batches. */
export const advanceRebuild = statement<
  [version: number, position: string, events: number, restMs: number, caughtUp: boolean],
  never
>(
  'feed_advance_rebuild',
  `UPDATE rebuild SET position = $2, events = events + $3, worked_at = clock_timestamp(),
          rest_until = clock_timestamp() + make_interval(secs => $4::float8 / 1000),
          caught_up_at = CASE WHEN $5 THEN clock_timestamp() END,
          rate = CASE events WHEN 0 THEN now.rate ELSE 0.15 * now.rate + 0.85 * rebuild.rate END
     FROM (SELECT version, $3::float8 / greatest(extract(epoch FROM clock_timestamp() - worked_at), 0.001) AS rate
             FROM rebuild) AS now
    WHERE rebuild.version = $1 AND now.version = $1`,
);

/** Behind the positions lock. */
export const markReady = statement<[version: number], { version: number }>(
  'feed_mark_ready',
  `UPDATE projection SET status = 'ready' WHERE version = $1 AND status = 'building' RETURNING version`,
);

export const failRebuild = statement<[version: number, failure: string], never>(
  'feed_fail_rebuild',
  `UPDATE rebuild SET failure = $2 WHERE version = $1`,
);
