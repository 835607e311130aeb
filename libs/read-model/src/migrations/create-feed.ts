import type { MigrationInterface, QueryRunner } from 'typeorm';
import { projectionTables } from '../projection-tables.js';

/** What was received, how far each stream has come, what waits; and version 1 of the projection. */
export class CreateFeed1763600000002 implements MigrationInterface {
  readonly name = 'CreateFeed1763600000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(projectionTables(1));
    await runner.query(`INSERT INTO projection (version, status) VALUES (1, 'live')`);
  }

  async down(): Promise<void> {
    throw new Error('the log is what rebuilds read: this migration is not undone');
  }
}

const TABLES = `
CREATE TABLE projection (
  version int PRIMARY KEY,
  status text NOT NULL CHECK (status IN ('building', 'ready', 'live', 'retired')),
  epoch text NOT NULL DEFAULT substr(md5(random()::text || clock_timestamp()::text), 1, 8),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX projection_one_live ON projection (status) WHERE status = 'live';

CREATE TABLE log (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text NOT NULL,
  event_id text NOT NULL,
  type text NOT NULL,
  stream text,
  sequence bigint,
  request_id text,
  occurred_at timestamptz NOT NULL,
  event jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT log_event UNIQUE (source, event_id)
);

CREATE TABLE stream_progress (
  source text NOT NULL,
  stream text NOT NULL,
  last_sequence bigint NOT NULL,
  revision bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (source, stream)
);

CREATE TABLE pending (
  source text NOT NULL,
  stream text NOT NULL,
  sequence bigint NOT NULL,
  event jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (source, stream, sequence)
);

CREATE TABLE parked (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fingerprint text NOT NULL UNIQUE,
  reason text NOT NULL,
  detail text NOT NULL,
  source text,
  stream text,
  sequence bigint,
  event_id text,
  request_id text,
  content_type text,
  headers jsonb NOT NULL,
  body bytea NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX parked_stream ON parked (source, stream) WHERE stream IS NOT NULL;`;
