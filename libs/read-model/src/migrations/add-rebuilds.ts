import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far a new version of the projection has come, and what is known of each. */
export class AddRebuilds1763800100000 implements MigrationInterface {
  readonly name = 'AddRebuilds1763800100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(): Promise<void> {
    throw new Error(
      'a version that is being built would be left without its place: this migration is not undone',
    );
  }
}

/** `position`: of the log, up to where the version has been written. `replaced`: the version that was live before it. */
const TABLES = `
CREATE TABLE rebuild (
  version int PRIMARY KEY REFERENCES projection,
  position bigint NOT NULL DEFAULT 0,
  events bigint NOT NULL DEFAULT 0,
  rate float8 NOT NULL DEFAULT 0,
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  worked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  rest_until timestamptz NOT NULL DEFAULT clock_timestamp(),
  caught_up_at timestamptz,
  failure text,
  verification jsonb,
  replaced int,
  dropped_at timestamptz
);
INSERT INTO rebuild (version, begun_at, caught_up_at) SELECT version, created_at, created_at FROM projection;
CREATE UNIQUE INDEX projection_one_building ON projection (status) WHERE status = 'building';`;
