import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a source publishes, or has published, once more; who wanted it, and why. */
export class AddRepublishing1763800100001 implements MigrationInterface {
  readonly name = 'AddRepublishing1763800100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(): Promise<void> {
    throw new Error('what operators did is not forgotten: this migration is not undone');
  }
}

/** `position`: of the events, up to where they are in the outbox. `up_to`: what came later is published anyway. */
const TABLE = `
CREATE TABLE republish (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  by text NOT NULL,
  reason text NOT NULL,
  stream text,
  from_version bigint NOT NULL,
  position bigint NOT NULL DEFAULT 0,
  up_to bigint NOT NULL,
  events bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz
);
CREATE UNIQUE INDEX republish_one_at_a_time ON republish ((1)) WHERE finished_at IS NULL;`;
