import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import { type PageShape, ways } from '../statements/reading.js';
import { filteredSql, wantedSql } from '../statements/searching.js';
import { targetSql } from './target.js';

export interface OutlineShape extends Pick<PageShape, 'version' | 'direction' | 'by' | 'byOther'> {
  /** Kind by kind, as a list of some kinds is read, and one that jumps over some. */
  readonly byName: boolean;
  /** Only entries of the target that is asked for. */
  readonly byTarget: boolean;
}

/** As in the statements of pages. `rules`, `jumps` and `words` are JSON. */
export type OutlineValues = [
  audiences: readonly string[],
  occurredAt: string,
  id: string,
  limit: number,
  names: readonly string[] | null,
  mentions: readonly string[] | null,
  bound: string,
  others: readonly string[] | null,
  target: string | null,
  rules: string,
  jumps: string,
  words: string,
];

/** An entry as far as it matters for groups. */
export interface OutlineRow {
  id: string;
  occurred_at: string;
  name: string;
  /** What the rule of its kind says that its target is. */
  target: string | null;
}

const known = new Map<string, Statement<OutlineValues, OutlineRow>>();

/**
 * The next rows in the order of a page, with their targets. `jumps`: a kind, and a place further on from which its entries
 * are read instead: what lies between is not touched, however much it is.
 */
export function readOutline(shape: OutlineShape): Statement<OutlineValues, OutlineRow> {
  const v = `v${checkedVersion(shape.version)}`;
  const { direction, by, byName, byOther, byTarget } = shape;
  const flags = [byName && 'name', byOther && 'other', byTarget && 'target'].filter(Boolean).join('_');
  const key = `feed_outline_${v}_${direction}_${by}_${flags}`;
  const outline = known.get(key) ?? statement(key, outlineSql(v, direction, pageSql(shape, v)));
  known.set(key, outline);
  return outline;
}

/** The same of what has all the words. */
export function readSearchOutline({
  version,
  direction,
}: Pick<PageShape, 'version' | 'direction'>): Statement<OutlineValues, OutlineRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_search_outline_${v}_${direction}`,
    outlineSql(v, direction, searchSql(v, direction), `, wanted AS (${wantedSql(v, '$12::json')})`),
  );
}

function outlineSql(v: string, direction: PageShape['direction'], page: string, more = ''): string {
  const { order } = ways[direction];
  return `
    WITH RECURSIVE given AS (SELECT $5::text[], $6::text[], $8::text[], $9::text, $12::text), rule AS (
      SELECT name, by FROM json_to_recordset($10::json) AS r (name text, by text)
    ), jump AS (
      SELECT name, at, id FROM json_to_recordset($11::json) AS j (name text, at timestamptz, id uuid)
    )${more}${page}
    SELECT e.id, to_char(e.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS occurred_at, e.name,
           ${targetSql('(e.args -> rule.by)')} AS target
      FROM page JOIN entry_${v} e ON e.id = page.entry_id LEFT JOIN rule ON rule.name = e.name
     ORDER BY page.occurred_at ${order}, page.entry_id ${order}`;
}

function pageSql({ by, byName, byOther, byTarget, direction }: OutlineShape, v: string): string {
  const { beyond, order, within } = ways[direction];
  const start = byName
    ? '(coalesce(jump.at, $2::timestamptz), coalesce(jump.id, $3::uuid))'
    : '($2::timestamptz, $3::uuid)';
  const isOther = byOther ? 'e.mentions && $8::text[]' : 'true';
  const isOfTarget = byTarget ? `${targetSql('(e.args -> (SELECT by FROM rule))')} = $9::text` : 'true';
  // As a subquery, entry by entry: joined, a range might be read as a whole.
  const isMember = `AND (SELECT ${isOther} AND ${isOfTarget} FROM entry_${v} e WHERE e.id = i.entry_id)`;
  return `, range AS (
      SELECT audience, mention FROM unnest($1::text[]) AS reader (audience)
       CROSS JOIN ${by === 'mention' ? 'unnest($6::text[])' : '(SELECT NULL::text)'} AS about (mention)
    )${byName ? kindsSql(by, v) : ''}, page AS (
      SELECT occurred_at, entry_id FROM ${byName ? 'kind LEFT JOIN jump USING (name)' : 'range AS kind'}
       CROSS JOIN LATERAL (
         SELECT i.occurred_at, i.entry_id FROM entry_${by}_${v} i
          WHERE i.audience = kind.audience ${by === 'mention' ? 'AND i.mention = kind.mention' : ''}
            ${byName ? 'AND i.name = kind.name' : ''} ${byOther || byTarget ? isMember : ''}
            AND (i.occurred_at, i.entry_id) ${beyond} ${start} AND i.occurred_at ${within} $7::timestamptz
          ORDER BY i.occurred_at ${order}, i.entry_id ${order} LIMIT (SELECT $4::bigint)
       ) AS visible
       GROUP BY occurred_at, entry_id
       ORDER BY occurred_at ${order}, entry_id ${order} LIMIT $4
    )`;
}

/** Which kinds there are to read: those asked for, or else all there are, each found by one look at the index. */
function kindsSql(by: PageShape['by'], v: string): string {
  const least = (of: string, more = ''): string => `
      (SELECT min(i.name) FROM entry_${by}_${v} i
        WHERE i.audience = ${of}.audience ${by === 'mention' ? `AND i.mention = ${of}.mention` : ''} ${more})`;
  return `, found AS (
      SELECT audience, mention, ${least('range')} AS name FROM range WHERE $5::text[] IS NULL
       UNION ALL
      SELECT audience, mention, ${least('found', 'AND i.name > found.name')} FROM found WHERE name IS NOT NULL
    ), kind AS (
      SELECT audience, mention, name FROM found WHERE name IS NOT NULL
       UNION ALL
      SELECT audience, mention, asked.name FROM range CROSS JOIN unnest($5::text[]) AS asked (name)
    )`;
}

function searchSql(v: string, direction: PageShape['direction']): string {
  const { beyond, order, within } = ways[direction];
  return `, page AS (
      SELECT e.occurred_at, e.id AS entry_id
        FROM entry_${v} e CROSS JOIN wanted LEFT JOIN jump ON jump.name = e.name
       WHERE e.words @@ wanted.query AND ${readersOf(v, 'e')} && $1::text[]
         AND ${filteredSql({ names: '$5::text[]', mentions: '$6::text[]', others: '$8::text[]' })}
         AND ($9::text IS NULL OR ${targetSql('(e.args -> (SELECT by FROM rule))')} = $9)
         AND (e.occurred_at, e.id) ${beyond} (coalesce(jump.at, $2::timestamptz), coalesce(jump.id, $3::uuid))
         AND e.occurred_at ${within} $7::timestamptz
       ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT $4
    )`;
}
