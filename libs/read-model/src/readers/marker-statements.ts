import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import { EPOCH } from '../statements/live-projection.js';

export interface MarkerRow {
  position: string;
  /** RFC 3339 with microseconds, so that what came in the same millisecond is told apart. */
  seen_at: string;
}

const MICROSECONDS = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

export const findMarker = statement<[personId: string], MarkerRow>(
  'feed_find_marker',
  `SELECT position, to_char(seen_at, ${MICROSECONDS}) AS seen_at FROM marker WHERE person_id = $1`,
);

export const markSeen = statement<[personId: string, position: string, seenAt: string], unknown>(
  'feed_mark_seen',
  `SELECT mark_seen($1, $2, $3::timestamptz)`,
);

/** The version that counts positions in this epoch, if it still has its tables. */
export const findEpoch = statement<[epoch: string], { version: number }>(
  'feed_find_epoch',
  `SELECT version FROM projection p JOIN rebuild USING (version) WHERE ${EPOCH} = $1 AND dropped_at IS NULL`,
);

/**
 * When a version was at a position: all that the feed had received by then is in it, and nothing later. No row for a position
 * that it has not come to. A version has no changes from before it was complete.
 */
export function findMoment(version: number): Statement<[position: string], { at: string }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_find_moment_${v}`,
    `SELECT to_char(coalesce(
              (SELECT changed_at FROM change_${v} WHERE position <= $1::bigint ORDER BY position DESC LIMIT 1),
              caught_up_at, begun_at), ${MICROSECONDS}) AS at
       FROM rebuild
      WHERE version = ${checkedVersion(version)}
        AND $1::bigint <= (SELECT coalesce(max(position), 0) FROM change_${v})`,
  );
}

/** So many of the newest are looked at. Whoever sees few of them is not made to wait for those of a year. */
const LOOKED_AT = 1_000;

export type UnseenValues = [
  since: string | null,
  audiences: readonly string[],
  personId: string,
  actors: string,
  most: number,
];

/**
 * How many entries were received since a moment that one of the audiences may see, `most` and one at most. `isPart`: there
 * are older ones that were not looked at. Without those whose actor is the reader; `actors`: the argument that is the actor, by type.
 */
export function countUnseen(version: number): Statement<UnseenValues, { count: number; is_part: boolean }> {
  const v = `v${checkedVersion(version)}`;
  const newest = (columns: string): string =>
    `SELECT ${columns} FROM entry_${v} e WHERE e.since > coalesce($1::timestamptz, '-infinity')
      ORDER BY e.since DESC, e.id DESC LIMIT ${LOOKED_AT}`;
  return statement(
    `feed_count_unseen_${v}`,
    `SELECT (SELECT count(*)::int FROM (
              SELECT FROM (${newest('e.*')}) e
               WHERE ${readersOf(v, 'e')} && $2::text[]
                 AND NOT coalesce(e.args -> ($4::jsonb ->> e.type) @> jsonb_build_object('type', 'person', 'id', $3::text), false)
               LIMIT $5 + 1) AS seen) AS count,
            (SELECT count(*) FROM (${newest('')}) AS newest) >= ${LOOKED_AT} AS is_part`,
  );
}
