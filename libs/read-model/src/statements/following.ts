import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import { entriesSql, type EntryRow } from './entries.js';
import { EPOCH } from './live-projection.js';
import { filteredSql, wantedSql } from './searching.js';

export type ChangeKind =
  | 'added'
  | 'updated'
  | 'retracted'
  | 'reacted'
  | 'hidden'
  | 'shown'
  | 'pinned'
  | 'unpinned'
  | 'named'
  | 'placed';

/** Something that happened to what readers see. */
export interface Change {
  readonly position: number;
  readonly kind: ChangeKind;
  /** Null for `named` and `placed`. */
  readonly entryId: string | null;
  /** Of `named` and `placed`: who or what. */
  readonly mention: string | null;
  /** Who was told of it, as it was then. */
  readonly audience: readonly string[];
}

export interface FollowedRow {
  /** Of the projection that is live now, which need not be the one that is followed. */
  version: number;
  epoch: string;
  tip: number;
  /** When the change at the place that was asked for happened, if there is one. */
  mark: string | null;
  changes: Change[];
}

const changesSql = (v: string): string => `
  SELECT position, kind, entry_id AS "entryId", mention, audience FROM change_${v}
   WHERE position > $1 ORDER BY position LIMIT $2`;

/** Changes after a position, the projection that is live, and whether history is still what it was: one row. */
export function followChanges(
  version: number,
): Statement<[after: number, limit: number, marked: number], FollowedRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_follow_${v}`,
    `SELECT version, ${EPOCH} AS epoch, (SELECT coalesce(max(position), 0)::float8 FROM change_${v}) AS tip,
            (SELECT changed_at::text FROM change_${v} WHERE position = $3) AS mark,
            (SELECT coalesce(json_agg(c ORDER BY c.position), '[]') FROM (${changesSql(v)}) AS c) AS changes
       FROM projection p WHERE status = 'live'`,
  );
}

/** An entry as it is now, with who may see it. */
export interface TouchedRow extends EntryRow {
  readers: string[];
  pinned: boolean;
}

/** Entries by their ids, whoever may see them; `mine` is of the reader, if there is one. */
export function readTouched(
  version: number,
): Statement<[ids: readonly string[], reader: string | null], TouchedRow> {
  const v = `v${checkedVersion(version)}`;
  const pinned = `EXISTS (SELECT FROM curation_${v} c WHERE c.what = 'pinned' AND c.entry_id = e.id
                            AND (c.until IS NULL OR c.until > clock_timestamp())) AS pinned`;
  return statement(
    `feed_touched_${v}`,
    `${entriesSql(v, '$2', [`${readersOf(v, 'e')} AS readers`, pinned])} WHERE e.id = ANY ($1::uuid[])`,
  );
}

/** Who of these people reacted how on these entries; null: of all. */
export function readReactors(
  version: number,
): Statement<
  [ids: readonly string[], people: readonly string[] | null],
  { entry_id: string; person_id: string; kind: string }
> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_reactors_${v}`,
    `SELECT entry_id, person_id, kind FROM reaction_${v}
      WHERE entry_id = ANY ($1::uuid[]) AND ($2::text[] IS NULL OR person_id = ANY ($2)) ORDER BY kind`,
  );
}

export function readNames(
  version: number,
): Statement<[mentions: readonly string[]], { mention: string; name: string }> {
  const v = `v${checkedVersion(version)}`;
  return statement(`feed_names_${v}`, `SELECT mention, name FROM name_${v} WHERE mention = ANY ($1)`);
}

/** Which of these entries are in which list. `$2`: lists as JSON, each with what its filters ask for. */
export function matchEntries(
  version: number,
): Statement<[ids: readonly string[], lists: string], { list: number; ids: string[] }> {
  const v = `v${checkedVersion(version)}`;
  const asked = { names: 'l.names', mentions: 'l.mentions', others: 'l.others' };
  return statement(
    `feed_match_${v}`,
    `SELECT l.list, array_agg(e.id::text) AS ids
       FROM json_to_recordset($2::json) AS l (list int, names text[], mentions text[], others text[],
              start timestamptz, start_id uuid, bound timestamptz, words json)
       JOIN entry_${v} e ON e.id = ANY ($1::uuid[]) AND ${filteredSql(asked)}
        AND (e.occurred_at, e.id) < (l.start, l.start_id) AND e.occurred_at >= l.bound
        AND (l.words IS NULL OR e.words @@ (${wantedSql(v, 'l.words')}))
      GROUP BY l.list`,
  );
}

/** Of which departments people are part now, as {@link readPosition} says it of one. */
export function readDepartments(
  version: number,
): Statement<[people: readonly string[]], { person: string; departments: string[] }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_departments_${v}`,
    `WITH RECURSIVE above (person, id, step) AS (
       SELECT w.person, p.department_id, 1
         FROM unnest($1::text[]) AS w (person) JOIN placement_${v} p ON p.mention = 'person:' || w.person
       UNION ALL
       SELECT person, p.department_id, step + 1 FROM above JOIN placement_${v} p ON p.mention = 'department:' || id
     ) CYCLE person, id SET is_again USING path
     SELECT person, array_agg(id ORDER BY step) FILTER (WHERE id IS NOT NULL AND NOT is_again) AS departments
       FROM above GROUP BY person`,
  );
}

/** The last entries for one of the audiences in `$1`, `$3` of each, and whether one of those in `$2` may see them still. */
export function readLost(
  version: number,
): Statement<
  [lost: readonly string[], audiences: readonly string[], limit: number],
  { id: string; seen: boolean }
> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_lost_${v}`,
    `SELECT DISTINCT e.id, ${readersOf(v, 'e')} && $2::text[] AS seen
       FROM unnest($1::text[]) AS left_by (audience)
       CROSS JOIN LATERAL (SELECT i.entry_id FROM entry_audience_${v} i WHERE i.audience = left_by.audience
                            ORDER BY i.occurred_at DESC, i.entry_id DESC LIMIT $3) AS theirs
       JOIN entry_${v} e ON e.id = theirs.entry_id`,
  );
}

/** How many changes there are after a position, counted up to a limit. */
export function countBehind(
  version: number,
): Statement<[position: number, limit: number], { behind: number }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_behind_${v}`,
    `SELECT count(*)::int AS behind FROM (SELECT FROM change_${v} WHERE position > $1 LIMIT $2) AS later`,
  );
}
