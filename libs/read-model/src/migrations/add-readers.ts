import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What readers keep in the feed: up to where they have seen it, and the links by which programs read it for them. */
export class AddReaders1764300000000 implements MigrationInterface {
  readonly name = 'AddReaders1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(MARK);
    await runner.query(SUBSCRIBE);
  }

  async down(): Promise<void> {
    throw new Error('what readers keep would be lost: this migration is not undone');
  }
}

/** `digest`: SHA-256 of the link's secret, which itself is kept nowhere. */
const TABLES = `
CREATE TABLE marker (
  person_id text PRIMARY KEY,
  position text NOT NULL,
  seen_at timestamptz NOT NULL
);
CREATE TABLE subscription (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id text NOT NULL,
  digest bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX subscription_by_person ON subscription (person_id, created_at);`;

/*
 * The API may only read tables. What it writes for its readers it writes by these functions, which do that and nothing
 * else in the name of who owns the tables. Whoever may use the schema may call them.
 */

/** A mark only moves on. */
const MARK = `
CREATE FUNCTION mark_seen(p_person_id text, p_position text, p_seen_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = feed, pg_temp AS $$
  INSERT INTO marker (person_id, position, seen_at) VALUES (p_person_id, p_position, p_seen_at)
  ON CONFLICT (person_id) DO UPDATE SET position = excluded.position, seen_at = excluded.seen_at
   WHERE marker.seen_at < excluded.seen_at
$$;`;

/** No row when there are as many as there may be. The lock: two at the same moment would each count without the other. */
const SUBSCRIBE = `
CREATE FUNCTION subscribe(p_person_id text, p_digest bytea, p_most int) RETURNS SETOF subscription
LANGUAGE plpgsql SECURITY DEFINER SET search_path = feed, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(p_person_id, 13));
  IF (SELECT count(*) FROM subscription WHERE person_id = p_person_id) >= p_most THEN RETURN; END IF;
  RETURN QUERY INSERT INTO subscription (person_id, digest) VALUES (p_person_id, p_digest) RETURNING *;
END $$;
CREATE FUNCTION unsubscribe(p_person_id text, p_id uuid) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = feed, pg_temp AS $$
  DELETE FROM subscription WHERE person_id = p_person_id AND id = p_id RETURNING id
$$;`;
