import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators did, what was skipped, how often what is parked was tried again, and what was begun and not finished. */
export class KeepActsAndAttempts1763800000000 implements MigrationInterface {
  readonly name = 'KeepActsAndAttempts1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACTS);
    await runner.query(PARKED);
    await runner.query(ATTEMPTS);
  }

  async down(): Promise<void> {
    throw new Error('what operators did is not forgotten: this migration is not undone');
  }
}

const ACTS = `
CREATE TABLE operator_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  by text NOT NULL CHECK (char_length(by) BETWEEN 1 AND 200),
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 200),
  act text NOT NULL,
  details jsonb NOT NULL
);
CREATE FUNCTION refuse_change_of_acts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'operator_act is append-only';
END $$;
CREATE TRIGGER operator_act_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_act
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_acts();`;

// As json, not jsonb: what the database refused as jsonb can be skipped too.
const PARKED = `
ALTER TABLE parked ADD COLUMN attempts int NOT NULL DEFAULT 0;
ALTER TABLE parked ADD COLUMN tried_at timestamptz;
CREATE TABLE skipped (
  source text NOT NULL,
  event_id text NOT NULL,
  event json NOT NULL,
  skipped_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (source, event_id)
);`;

const ATTEMPTS = `
CREATE TABLE attempt (
  fingerprint text PRIMARY KEY,
  started int NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp()
);`;
