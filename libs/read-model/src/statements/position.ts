import { type Statement, statement } from '#lib/postgres';
import { checkedVersion } from '../projection-tables.js';
import { EPOCH } from './live-projection.js';

/** Editors pin a few at a time. Those of them that a reader may see are looked for among so many. */
const MOST_PINNED = 50;

export interface PositionRow {
  /** The one that is live, which need not be the one that is asked for: then the rest means nothing. */
  version: number;
  epoch: string;
  position: string;
  departments: string[];
  pinned: string[];
  /** In how many milliseconds the first of what is pinned is so no longer. Null: none of it ends. */
  pinned_for_ms: number | null;
  within: string[];
  /** There are entries that are meant for the reader by name. */
  has_own: boolean;
  /** Whose departments, or entries by name, may be others since the place that was asked for; null: whose, is not told. */
  moved: string[] | null;
}

/** Of more changes than this it is not told whom they concern. */
const MOST_MOVES = 500;

/**
 * How far the feed has come, and of which departments a reader is part now, without reading any entry. `departments`: the
 * closest first, up to the top. `within`: the department that is asked for and all beneath it, as entries mention them.
 * Of departments that are part of each other each is there once. No row: no projection is live.
 */
export function readPosition(
  version: number,
): Statement<[reader: string | null, department: string | null, since: string | null], PositionRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_position_${v}`,
    `WITH RECURSIVE above (id, step) AS (
       SELECT department_id, 1 FROM placement_${v} WHERE mention = 'person:' || $1::text
       UNION ALL
       SELECT p.department_id, step + 1 FROM above JOIN placement_${v} p ON p.mention = 'department:' || id
     ) CYCLE id SET is_again USING path, within (mention) AS (
       SELECT 'department:' || $2::text WHERE $2 IS NOT NULL
       UNION
       SELECT p.mention FROM within w JOIN placement_${v} p
           ON p.department_id = substr(w.mention, ${'department:'.length + 1}) AND p.mention LIKE 'department:%'
     )
     SELECT version, ${EPOCH} AS epoch, (SELECT coalesce(max(position), 0) FROM change_${v}) AS position,
            ARRAY(SELECT id FROM above WHERE id IS NOT NULL AND NOT is_again ORDER BY step) AS departments,
            ARRAY(SELECT mention FROM within) AS within,
            ARRAY(SELECT entry_id FROM curation_${v} WHERE what = 'pinned' AND (until IS NULL OR until > clock_timestamp())
                   ORDER BY since DESC, entry_id LIMIT ${MOST_PINNED}) AS pinned,
            (SELECT extract(epoch FROM min(until) - clock_timestamp())::float8 * 1000 FROM curation_${v}
              WHERE what = 'pinned' AND until > clock_timestamp()) AS pinned_for_ms,
            -- In the order of an index: a bare EXISTS expects to meet one soon, and reads the whole table where there is none.
            (SELECT true FROM entry_audience_${v} WHERE audience = 'person:' || $1
              ORDER BY occurred_at DESC, entry_id DESC LIMIT 1) IS NOT NULL AS has_own,
            (SELECT CASE WHEN count(*) <= ${MOST_MOVES}
                         THEN coalesce(array_agg(DISTINCT whose) FILTER (WHERE whose IS NOT NULL), '{}') END
               FROM (SELECT * FROM change_${v} WHERE position > $3::bigint ORDER BY position LIMIT ${MOST_MOVES + 1}) AS c,
                    LATERAL (SELECT CASE WHEN kind = 'placed' THEN mention END AS whose
                              UNION SELECT one FROM unnest(audience) AS one WHERE one LIKE 'person:%') AS w) AS moved
       FROM projection p WHERE status = 'live'`,
  );
}
