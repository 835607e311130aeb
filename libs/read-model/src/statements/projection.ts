import { type Statement, statement } from '#lib/postgres';
import { checkedVersion } from '../projection-tables.js';

/** The statements that write one version of the projection. */
export interface ProjectionStatements {
  readonly insertEntries: Statement<[json: string], never>;
  readonly upsertNames: Statement<[json: string], never>;
}

const known = new Map<number, ProjectionStatements>();

export function projectionStatements(version: number): ProjectionStatements {
  const statements = known.get(version) ?? build(checkedVersion(version));
  known.set(version, statements);
  return statements;
}

function build(version: number): ProjectionStatements {
  const v = `v${version}`;
  return {
    insertEntries: statement(
      `feed_insert_entries_${v}`,
      `WITH new AS (
         SELECT * FROM json_to_recordset($1) AS e (id uuid, occurred_at timestamptz, name text, type text, source text,
           event_id text, args jsonb, people text[], mentions text[], audience text[])
       ), entries AS (
         INSERT INTO entry_${v} (id, occurred_at, name, type, source, event_id, args, mentions, audience)
         SELECT id, occurred_at, name, type, source, event_id, args, mentions, audience FROM new
       ), audiences AS (
         INSERT INTO entry_audience_${v} (audience, occurred_at, entry_id, name)
         SELECT a, occurred_at, id, name FROM new, unnest(audience) AS a
       ), people AS (
         INSERT INTO entry_person_${v} (person_id, audience, occurred_at, entry_id, name)
         SELECT p, a, occurred_at, id, name FROM new, unnest(people) AS p, unnest(audience) AS a
       )
       INSERT INTO change_${v} (entry_id, kind, audience) SELECT id, 'added', audience FROM new`,
    ),
    upsertNames: statement(
      `feed_upsert_names_${v}`,
      `INSERT INTO name_${v} (mention, name)
       SELECT mention, name FROM json_to_recordset($1) AS n (mention text, name text)
       ON CONFLICT (mention) DO UPDATE SET name = excluded.name`,
    ),
  };
}
