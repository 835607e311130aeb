import { type Statement, statement } from '#lib/postgres';
import { checkedVersion } from '../projection-tables.js';

/** Editors pin a few at a time. Those of them that a reader may see are looked for among so many. */
const MOST_PINNED = 50;

export interface PositionRow {
  position: string;
  departments: string[];
  pinned: string[];
  within: string[];
}

/**
 * How far the feed has come, and of which departments a reader is part now, without reading any entry. `departments`: the
 * closest first, up to the top. `within`: the department that is asked for and all beneath it, as entries mention them.
 * Of departments that are part of each other each is there once.
 */
export function readPosition(
  version: number,
): Statement<[reader: string | null, department: string | null], PositionRow> {
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
     SELECT (SELECT coalesce(max(position), 0) FROM change_${v}) AS position,
            ARRAY(SELECT id FROM above WHERE id IS NOT NULL AND NOT is_again ORDER BY step) AS departments,
            ARRAY(SELECT mention FROM within) AS within,
            ARRAY(SELECT entry_id FROM curation_${v} WHERE what = 'pinned' AND (until IS NULL OR until > clock_timestamp())
                   ORDER BY since DESC, entry_id LIMIT ${MOST_PINNED}) AS pinned`,
  );
}
