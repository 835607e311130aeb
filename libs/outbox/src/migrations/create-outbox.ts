import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox, and who may empty which part of it. Rows are written by the event store's `append_events`. */
export class CreateOutbox1763600000000 implements MigrationInterface {
  readonly name = 'CreateOutbox1763600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(LEASE);
  }

  async down(): Promise<void> {
    throw new Error('an outbox may hold unpublished events: this migration is not undone');
  }
}

/** Narrow rows, deleted at the head: vacuumed early, and never by scale, so that the index stays short (trap T4). */
const TABLES = `
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  part smallint NOT NULL,
  event_position bigint NOT NULL,
  request_id text
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX outbox_part ON outbox (part, id);
CREATE TABLE outbox_relay (
  owner text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE TABLE outbox_lease (
  part smallint PRIMARY KEY,
  owner text,
  epoch bigint NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO outbox_lease (part) SELECT generate_series(0, 15);`;

/**
 * Renews what the owner holds, lets go of what is above its fair share, takes what is free. A part that changes hands
 * gets a new epoch, which fences its last owner off: its deletes no longer match.
 */
const LEASE = `
CREATE FUNCTION lease_outbox_parts(p_owner text, p_ttl interval)
RETURNS TABLE (part smallint, epoch bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz;
  v_fair int;
  v_held int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || '.outbox_lease', 7));
  v_now := clock_timestamp();
  INSERT INTO outbox_relay (owner, expires_at) VALUES (p_owner, v_now + p_ttl)
    ON CONFLICT (owner) DO UPDATE SET expires_at = excluded.expires_at;
  DELETE FROM outbox_relay WHERE expires_at < v_now;
  SELECT ceil(16.0 / count(*)) INTO v_fair FROM outbox_relay;

  UPDATE outbox_lease SET owner = NULL WHERE part IN (
    SELECT part FROM outbox_lease WHERE owner = p_owner ORDER BY part OFFSET v_fair);
  UPDATE outbox_lease SET expires_at = v_now + p_ttl WHERE owner = p_owner;
  GET DIAGNOSTICS v_held = ROW_COUNT;
  UPDATE outbox_lease SET owner = p_owner, epoch = epoch + 1, expires_at = v_now + p_ttl WHERE part IN (
    SELECT part FROM outbox_lease WHERE owner IS NULL OR expires_at < v_now ORDER BY part LIMIT v_fair - v_held);
  RETURN QUERY SELECT l.part, l.epoch FROM outbox_lease l WHERE l.owner = p_owner;
END $$;`;
