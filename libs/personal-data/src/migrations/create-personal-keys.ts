import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key for each owner, or the note that it was destroyed. */
export class CreatePersonalKeys1764000000000 implements MigrationInterface {
  readonly name = 'CreatePersonalKeys1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(): Promise<void> {
    throw new Error('what is encrypted would be lost for good: this migration is not undone');
  }
}

/** A destroyed key leaves its row, so that nobody makes another one for that owner. */
const TABLE = `
CREATE TABLE data_key (
  owner text PRIMARY KEY,
  wrapped bytea,
  wrapped_by text,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  destroyed_at timestamptz,
  destroyed_by text,
  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (wrapped_by IS NULL)),
  CHECK ((destroyed_at IS NULL) = (destroyed_by IS NULL))
);
CREATE INDEX data_key_destroyed ON data_key (owner) WHERE destroyed_at IS NOT NULL;
CREATE FUNCTION refuse_revival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a destroyed key stays destroyed';
END $$;
CREATE TRIGGER data_key_stays_destroyed BEFORE UPDATE OR DELETE ON data_key
  FOR EACH ROW WHEN (OLD.destroyed_at IS NOT NULL) EXECUTE FUNCTION refuse_revival();`;
