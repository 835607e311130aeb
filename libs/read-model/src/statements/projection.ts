import { type Statement, statement } from '#lib/postgres';
import { HIDDEN_FROM_ALL_BUT, readersOf } from '../curation-tables.js';
import { changeCurations } from './curating.js';
import type { Tell } from './tell.js';
import { checkedVersion } from '../projection-tables.js';
import { erasePast, eraseTexts, tellForgotten } from './erasure.js';
import { insertNamings, insertPassed, keepRetracted, receivedAt } from './keeping-past.js';

/** The statements that write one version of the projection. Each takes rows as a JSON array. */
export interface ProjectionStatements {
  readonly upsertNames: Statement<[json: string], never>;
  readonly upsertPlacements: Statement<[json: string], never>;
  readonly insertNamings: Statement<[json: string], never>;
  readonly insertPassed: Statement<[json: string], never>;
  readonly retractEntries: Statement<[json: string], never>;
  readonly insertEntries: Statement<[json: string], never>;
  readonly changeReactions: Statement<[json: string], never>;
  readonly changeCurations: Statement<[json: string], never>;
  readonly eraseTexts: Statement<[json: string], never>;
  readonly erasePast: Statement<[json: string], never>;
  readonly tellForgotten: Statement<[json: string], never>;
}

const known = new Map<string, ProjectionStatements>();

/** For live events: what changes is told to whoever follows the version. */
export function projectionStatements(version: number): ProjectionStatements {
  return remembered(`feed_live_v${checkedVersion(version)}`, () => build(version, 'told'));
}

/** For a rebuild: the same, but for that nobody follows a version yet that is not complete. */
export function rebuildStatements(version: number): ProjectionStatements {
  return remembered(`feed_rebuild_v${checkedVersion(version)}`, () => build(version, 'silent'));
}

function remembered(key: string, make: () => ProjectionStatements): ProjectionStatements {
  const statements = known.get(key) ?? make();
  known.set(key, statements);
  return statements;
}

function build(version: number, changes: 'told' | 'silent'): ProjectionStatements {
  const v = `v${checkedVersion(version)}`;
  const tell: Tell = (rows, columns = 'entry_id, kind, audience') =>
    changes === 'told' ? `INSERT INTO change_${v} (${columns}) ${rows}` : 'SELECT WHERE false';
  const named = (what: string): string => `feed_${what}_${changes}_${v}`;
  return {
    upsertNames: statement(named('upsert_names'), upsertNames(v, tell)),
    upsertPlacements: statement(named('upsert_placements'), upsertPlacements(v, tell)),
    insertNamings: statement(named('insert_namings'), insertNamings(v)),
    insertPassed: statement(named('insert_passed'), insertPassed(v)),
    retractEntries: statement(named('retract_entries'), retractEntries(v, tell)),
    insertEntries: statement(named('insert_entries'), insertEntries(v, tell)),
    changeReactions: statement(named('change_reactions'), changeReactions(v, tell)),
    changeCurations: statement(named('change_curations'), changeCurations(v, tell)),
    eraseTexts: statement(named('erase_texts'), eraseTexts(v)),
    erasePast: statement(named('erase_past'), erasePast(v)),
    tellForgotten: statement(named('tell_forgotten'), tellForgotten(v, tell)),
  };
}

/** Told to whoever sees an entry that speaks of it: of somebody new there is none. A name that was heard before is no news. */
const upsertNames = (v: string, tell: Tell): string => `
  WITH changed AS (
    INSERT INTO name_${v} AS known (mention, name)
    SELECT mention, name FROM json_to_recordset($1) AS n (mention text, name text)
    ON CONFLICT (mention) DO UPDATE SET name = excluded.name WHERE known.name <> excluded.name RETURNING mention
  ), spoken_of AS MATERIALIZED (
    SELECT mention FROM changed WHERE EXISTS (SELECT FROM entry_mention_${v} i WHERE i.mention = changed.mention)
  )
  ${tell(
    `SELECT 'named', mention, readers FROM spoken_of, ${readersOfMention(v, 'spoken_of.mention')} AS r (readers)`,
    'kind, mention, audience',
  )}`;

/** Every audience of an entry that speaks of the mention, each found by one look at the index. Null: there is no entry. */
const readersOfMention = (v: string, mention: string): string => `LATERAL (
    WITH RECURSIVE next AS (
      SELECT min(audience) AS audience FROM entry_mention_${v} i WHERE i.mention = ${mention}
       UNION ALL
      SELECT (SELECT min(i.audience) FROM entry_mention_${v} i WHERE i.mention = ${mention} AND i.audience > next.audience)
        FROM next WHERE next.audience IS NOT NULL
    ) SELECT array_agg(audience) FILTER (WHERE audience IS NOT NULL) FROM next)`;

/** Told without an audience: it decides who belongs to one. */
const upsertPlacements = (v: string, tell: Tell): string => `
  WITH changed AS (
    INSERT INTO placement_${v} AS known (mention, department_id)
    SELECT mention, department_id FROM json_to_recordset($1) AS p (mention text, department_id text)
    ON CONFLICT (mention) DO UPDATE SET department_id = excluded.department_id
     WHERE known.department_id IS DISTINCT FROM excluded.department_id RETURNING mention
  )
  ${tell(`SELECT 'placed', mention, '{}'::text[] FROM changed`, 'kind, mention, audience')}`;

/** What it was is kept. Reactions on it stay where they are: without their entry nobody sees them. */
const retractEntries = (v: string, tell: Tell): string => `
  WITH gone AS (
    DELETE FROM entry_${v} e USING json_to_recordset($1) AS r (source text, stream text, "eventId" text)
     WHERE e.source = r.source AND e.stream = r.stream RETURNING e.*, r."eventId" AS retracted_by
  ), past AS (${keepRetracted(v)}
  ), audiences AS (
    DELETE FROM entry_audience_${v} i USING gone
     WHERE i.audience = ANY (gone.audience || '${HIDDEN_FROM_ALL_BUT}'::text)
       AND i.occurred_at = gone.occurred_at AND i.entry_id = gone.id
  ), mentions AS (
    DELETE FROM entry_mention_${v} i
     USING gone CROSS JOIN unnest(gone.mentions) AS m CROSS JOIN unnest(gone.audience || '${HIDDEN_FROM_ALL_BUT}'::text) AS a
     WHERE i.mention = m AND i.audience = a
       AND i.occurred_at = gone.occurred_at AND i.entry_id = gone.id
  )
  ${tell(`SELECT id, 'retracted', audience FROM gone`)}`;

/** An entry that is there stays as it is. */
const insertEntries = (v: string, tell: Tell): string => `
  WITH wanted AS (
    SELECT * FROM json_to_recordset($1) AS e (id uuid, occurred_at timestamptz, name text, type text, source text,
      event_id text, stream text, args jsonb, mentions text[], audience text[])
  ), entries AS (
    INSERT INTO entry_${v} (id, occurred_at, name, type, source, event_id, stream, args, mentions, audience, since)
    SELECT w.id, w.occurred_at, w.name, w.type, w.source, w.event_id, w.stream, w.args, w.mentions, w.audience,
           ${receivedAt('w.source', 'w.event_id')}
      FROM wanted w
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), new AS (
    SELECT w.*, ${readersOf(v, 'w')} AS readers FROM wanted w JOIN entries USING (id)
  ), audiences AS (
    INSERT INTO entry_audience_${v} (audience, occurred_at, entry_id, name)
    SELECT a, occurred_at, id, name FROM new, unnest(readers) AS a
  ), mentions AS (
    INSERT INTO entry_mention_${v} (mention, audience, occurred_at, entry_id, name)
    SELECT m, a, occurred_at, id, name FROM new, unnest(mentions) AS m, unnest(readers) AS a
  )
  ${tell(`SELECT id, 'added', readers FROM new`)}`;

/** Counts by what really changed, so that the same again counts nothing. An entry that is not there yet has no change. */
const changeReactions = (v: string, tell: Tell): string => `
  WITH wanted AS (
    SELECT * FROM json_to_recordset($1) AS r (entry_id uuid, person_id text, kind text, is_there boolean)
  ), added AS (
    INSERT INTO reaction_${v} (entry_id, person_id, kind)
    SELECT entry_id, person_id, kind FROM wanted WHERE is_there
    ON CONFLICT DO NOTHING RETURNING entry_id, kind
  ), removed AS (
    DELETE FROM reaction_${v} r USING wanted w
     WHERE NOT w.is_there AND r.entry_id = w.entry_id AND r.person_id = w.person_id AND r.kind = w.kind
    RETURNING r.entry_id, r.kind
  ), changed AS (
    SELECT entry_id, kind, 1 AS by FROM added UNION ALL SELECT entry_id, kind, -1 FROM removed
  ), counted AS (
    SELECT entry_id, kind, sum(by)::int AS by FROM changed GROUP BY entry_id, kind
  ), first AS (
    INSERT INTO reaction_count_${v} (entry_id, kind, count)
    SELECT entry_id, kind, by FROM counted c WHERE NOT EXISTS (
      SELECT FROM reaction_count_${v} k WHERE k.entry_id = c.entry_id AND k.kind = c.kind)
  ), further AS (
    UPDATE reaction_count_${v} k SET count = k.count + c.by FROM counted c
     WHERE k.entry_id = c.entry_id AND k.kind = c.kind AND c.by <> 0
  )
  ${tell(`SELECT id, 'reacted', audience FROM entry_${v} WHERE id IN (SELECT entry_id FROM changed)`)}`;
