import { REMOVED } from '#lib/envelope';
import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import { type EntryRow, ownColumns } from './entries.js';
import { pageRows, type PageShape, type PageValues, ways } from './reading.js';

/** As {@link PageValues}; `asOf`: the moment. */
export type PastValues = [...PageValues, asOf: string];

/**
 * One page as it was at a moment: of what is there now, what the feed had received by then, and what was taken back later;
 * with the names of then. Who sees it is decided by today, and who is forgotten has no name in any past. Reactions have no
 * past: there are none.
 */
export function readPastPage(shape: PageShape): Statement<PastValues, EntryRow> {
  const v = `v${checkedVersion(shape.version)}`;
  const { by, byName, byOther, direction } = shape;
  const { beyond, order, within } = ways[direction];
  const columns = 'id, occurred_at, name, type, source, event_id, args, mentions';
  return statement(
    `feed_past_${v}_${direction}_${by}${byName ? '_name' : ''}${byOther ? '_other' : ''}`,
    `WITH given AS (SELECT $7::text, $9::text[]), page AS (
       SELECT occurred_at, entry_id FROM (
         SELECT * FROM (${pageRows(shape, v, `JOIN entry_${v} known ON known.id = i.entry_id AND known.since <= $10::timestamptz`)}) AS there
          UNION
         SELECT * FROM (
           SELECT e.occurred_at, e.id FROM entry_past_${v} e
            WHERE e.since <= $10::timestamptz AND e.until > $10::timestamptz AND ${readersOf(v, 'e')} && $1::text[]
              AND ($5::text[] IS NULL OR e.name = ANY ($5)) AND ($6::text[] IS NULL OR e.mentions && $6)
              AND ($9::text[] IS NULL OR e.mentions && $9)
              AND (e.occurred_at, e.id) ${beyond} ($2::timestamptz, $3::uuid) AND e.occurred_at ${within} $8::timestamptz
            ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT $4) AS taken_back (occurred_at, entry_id)
       ) AS was ORDER BY occurred_at ${order}, entry_id ${order} LIMIT $4
     )
     SELECT ${ownColumns(v)}, NULL AS reactions,
            (SELECT json_object_agg(mention, name) FROM (
               SELECT mention, coalesce((SELECT name FROM name_${v} n WHERE n.mention = m.mention AND n.name = '${REMOVED}'),
                                        (SELECT name FROM name_past_${v} n
                                          WHERE n.mention = m.mention AND n.since <= $10::timestamptz
                                          ORDER BY position DESC LIMIT 1)) AS name
                 FROM unnest(e.mentions) AS m (mention)) AS called WHERE name IS NOT NULL) AS names
       FROM page JOIN (SELECT ${columns} FROM entry_${v} UNION ALL SELECT ${columns} FROM entry_past_${v}) AS e
            ON e.id = page.entry_id
      ORDER BY page.occurred_at DESC, page.entry_id DESC`,
  );
}
