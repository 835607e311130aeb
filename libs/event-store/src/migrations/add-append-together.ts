import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appends to many streams in one transaction, for what comes at the same time. */
export class AddAppendTogether1764100000000 implements MigrationInterface {
  readonly name = 'AddAppendTogether1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND_TOGETHER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_together');
  }
}

/**
 * One event for each of these streams, which are all different, as are the keys. Whatever is not plain is left out of the
 * answer and not done: `append_events` knows what to do with it alone. That is a stream that somebody else is at, so that
 * nobody is waited for here; another version than the expected one; and a key that was used before. Here too the locks come
 * before anything is written (trap T2). The subqueries are looked up for each row, whatever the planner knows of the tables.
 */
const APPEND_TOGETHER = `
CREATE FUNCTION append_together(
  p_streams text[], p_expected bigint[], p_ids uuid[], p_types text[], p_data jsonb[], p_public boolean[],
  p_occurred_at timestamptz[], p_meta jsonb[], p_keys text[], p_fingerprints text[]
) RETURNS TABLE (n int, stream text, version bigint, part smallint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_locked bigint[];
BEGIN
  SELECT array_agg(n) INTO v_locked
    FROM unnest(p_streams, p_keys) WITH ORDINALITY AS given (stream, key, n)
   WHERE (key IS NULL OR pg_try_advisory_xact_lock(hashtextextended(key, 11)))
     AND pg_try_advisory_xact_lock(hashtextextended(stream, 7));

  RETURN QUERY
  WITH plain AS MATERIALIZED (
    SELECT given.*, coalesce(last.version, 0) + 1 AS version,
           coalesce(last.published, 0) + is_public::int AS published,
           abs(hashtextextended(stream, 7) % 16)::smallint AS part
      FROM unnest(p_streams, p_expected, p_ids, p_types, p_data, p_public, p_occurred_at, p_meta, p_keys, p_fingerprints)
             WITH ORDINALITY
             AS given (stream, expected, id, type, data, is_public, occurred_at, meta, key, fingerprint, n)
      LEFT JOIN LATERAL (
        SELECT e.version, e.published FROM events e WHERE e.stream = given.stream ORDER BY e.version DESC LIMIT 1
      ) AS last ON true
     WHERE n = ANY (v_locked)
       AND (expected < 0 OR expected = coalesce(last.version, 0))
       AND (key IS NULL OR (SELECT i.key FROM idempotency i WHERE i.key = given.key) IS NULL)
  ), appended AS (
    INSERT INTO events (epoch, stream, version, published, event_id, type, data, meta, occurred_at)
    SELECT (SELECT epoch FROM event_epoch), stream, version, published, id, type, data, meta, occurred_at
      FROM plain ORDER BY n
    RETURNING position, event_id
  ), to_publish AS (
    INSERT INTO outbox (part, event_position, request_id)
    SELECT part, position, meta ->> 'requestId' FROM appended JOIN plain ON id = event_id
     WHERE is_public ORDER BY position
  ), used AS (
    INSERT INTO idempotency (key, fingerprint, stream, version)
    SELECT key, fingerprint, stream, version FROM plain WHERE key IS NOT NULL
  )
  SELECT n::int, stream, version, part FROM plain;
END $$;`;
