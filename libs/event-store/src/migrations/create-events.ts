import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Streams, and the one function that appends to them. It also writes the rows of `outbox`, which #lib/outbox makes. */
export class CreateEvents1763600000001 implements MigrationInterface {
  readonly name = 'CreateEvents1763600000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(APPEND);
  }

  async down(): Promise<void> {
    throw new Error('events are append-only: this migration is not undone');
  }
}

/**
 * `published` counts the stream's public events so far: it is the `sequence` of a public event on the wire, where a
 * private event in between must not look like a loss. `epoch` and `xid` serve {@link readAllSql}.
 */
const TABLES = `
CREATE TABLE event_epoch (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  epoch int NOT NULL,
  system_identifier text NOT NULL
);
CREATE TABLE events (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  epoch int NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  stream text NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  published bigint NOT NULL CHECK (published >= 0),
  event_id uuid NOT NULL CONSTRAINT events_event_id UNIQUE,
  type text NOT NULL,
  data jsonb NOT NULL,
  meta jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT events_stream_version UNIQUE (stream, version)
);
CREATE INDEX events_commit_order ON events (epoch, xid, position);
CREATE TABLE idempotency (
  key text PRIMARY KEY,
  fingerprint text NOT NULL,
  stream text NOT NULL,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idempotency_age ON idempotency (created_at);`;

/**
 * One round trip, one transaction. The locks come first: advisory locks assign no transaction id, so a later writer of
 * the stream always has a later one (trap T2). p_expected: 0 the stream must not exist, -1 any version.
 * Events that were appended before, or a key that was used before, answer with the stored result.
 */
const APPEND = `
CREATE FUNCTION append_events(
  p_stream text, p_expected bigint, p_ids uuid[], p_types text[], p_data jsonb[], p_public boolean[],
  p_occurred_at timestamptz, p_meta jsonb, p_key text, p_fingerprint text,
  OUT stream text, OUT version bigint, OUT part smallint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_count int := cardinality(p_ids);
  v_known int;
  v_version bigint;
  v_published bigint;
  v_used idempotency%ROWTYPE;
BEGIN
  IF p_key IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_key, 11));
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(p_stream, 7));
  IF p_key IS NOT NULL THEN
    SELECT i.* INTO v_used FROM idempotency i WHERE i.key = p_key;
    IF FOUND AND v_used.fingerprint <> p_fingerprint THEN
      RAISE EXCEPTION 'the key was used for another request' USING ERRCODE = 'ES003';
    ELSIF FOUND THEN
      stream := v_used.stream; version := v_used.version;
      RETURN;
    END IF;
  END IF;

  SELECT count(*), max(e.version) INTO v_known, v_version
    FROM events e WHERE e.stream = p_stream AND e.event_id = ANY (p_ids);
  IF v_known = v_count THEN
    stream := p_stream; version := v_version;
    RETURN;
  ELSIF v_known > 0 THEN
    RAISE EXCEPTION 'some of these events were appended before, some were not' USING ERRCODE = 'ES002';
  END IF;

  SELECT e.version, e.published INTO v_version, v_published
    FROM events e WHERE e.stream = p_stream ORDER BY e.version DESC LIMIT 1;
  v_version := coalesce(v_version, 0);
  v_published := coalesce(v_published, 0);
  IF p_expected >= 0 AND p_expected <> v_version THEN
    RAISE EXCEPTION 'stream is at version %', v_version USING ERRCODE = 'ES001', DETAIL = v_version::text;
  END IF;

  part := abs(hashtextextended(p_stream, 7) % 16);
  WITH appended AS (
    INSERT INTO events (epoch, stream, version, published, event_id, type, data, meta, occurred_at)
    SELECT (SELECT epoch FROM event_epoch), p_stream, v_version + n,
           v_published + sum(is_public::int) OVER (ORDER BY n), id, type, data, p_meta, p_occurred_at
      FROM unnest(p_ids, p_types, p_data, p_public) WITH ORDINALITY AS new (id, type, data, is_public, n)
     ORDER BY n
    RETURNING position, event_id
  )
  INSERT INTO outbox (part, event_position, request_id)
  SELECT append_events.part, position, p_meta ->> 'requestId'
    FROM appended JOIN unnest(p_ids, p_public) AS new (id, is_public) ON new.id = event_id
   WHERE is_public ORDER BY position;

  stream := p_stream; version := v_version + v_count;
  IF p_key IS NOT NULL THEN
    INSERT INTO idempotency (key, fingerprint, stream, version) VALUES (p_key, p_fingerprint, p_stream, version);
  END IF;
END $$;`;
