import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';

export interface EntryRow {
  id: string;
  /** RFC 3339 with microseconds: a JavaScript Date would lose three digits, and a cursor its place. */
  occurred_at: string;
  name: string;
  type: string;
  source: string;
  event_id: string;
  args: unknown;
  /** What its mentions are called now, as far as is known. */
  names: Record<string, string> | null;
  /** Null: none. Most first. `mine`: the reader's own. */
  reactions: readonly ReactionRow[] | null;
  /** An editor has hidden it: nobody but editors get it. */
  hidden: boolean;
}

export interface ReactionRow {
  kind: string;
  count: number;
  mine: boolean;
}

export interface PageShape {
  readonly version: number;
  readonly byPerson: boolean;
  readonly byName: boolean;
  readonly direction: 'older' | 'newer';
}

/** `names` and `person` are left unread by shapes that do not filter by them. */
export type PageValues = [
  audiences: readonly string[],
  occurredAt: string,
  id: string,
  limit: number,
  names: readonly string[] | null,
  person: string | null,
  reader: string | null,
];

const known = new Map<string, Statement<PageValues, EntryRow>>();

/**
 * One page: for each audience of the reader (and each name asked for) the next rows of an index range, merged; then
 * the entries and the names of their people. One query, whatever is in the page.
 */
export function readPage(shape: PageShape): Statement<PageValues, EntryRow> {
  const v = `v${checkedVersion(shape.version)}`;
  const key = `feed_page_${v}_${shape.direction}${shape.byPerson ? '_person' : ''}${shape.byName ? '_name' : ''}`;
  const page = known.get(key) ?? statement(key, pageSql(shape, v));
  known.set(key, page);
  return page;
}

function pageSql({ byPerson, byName, direction }: PageShape, v: string): string {
  const [comparison, order] = direction === 'older' ? ['<', 'DESC'] : ['>', 'ASC'];
  return `
    WITH page AS (
      SELECT occurred_at, entry_id
        FROM unnest($1::text[]) AS reader (audience)
        CROSS JOIN ${byName ? 'unnest($5::text[])' : '(SELECT $5::text[])'} AS kind (name)
        CROSS JOIN (SELECT $6::text) AS about (person)
        CROSS JOIN LATERAL (
          SELECT i.occurred_at, i.entry_id FROM ${byPerson ? 'entry_person' : 'entry_audience'}_${v} i
           WHERE i.audience = reader.audience
             ${byPerson ? 'AND i.person_id = about.person' : ''} ${byName ? 'AND i.name = kind.name' : ''}
             AND (i.occurred_at, i.entry_id) ${comparison} ($2::timestamptz, $3::uuid)
           ORDER BY i.occurred_at ${order}, i.entry_id ${order} LIMIT $4
        ) AS visible
       GROUP BY occurred_at, entry_id
       ORDER BY occurred_at ${order}, entry_id ${order} LIMIT $4
    )
    ${entriesSql(v, '$7')} JOIN page ON page.entry_id = e.id
    ORDER BY page.occurred_at DESC, page.entry_id DESC`;
}

/** One entry, if one of the reader's audiences may see it. */
export function readEntry(
  version: number,
): Statement<[id: string, audiences: readonly string[], reader: string | null], EntryRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_entry_${v}`,
    `${entriesSql(v, '$3')} WHERE e.id = $1 AND ${readersOf(v, 'e')} && $2::text[]`,
  );
}

/** The entries of these ids that one of the audiences may see, in the order of the ids. */
export function readEntries(
  version: number,
): Statement<
  [ids: readonly string[], audiences: readonly string[], reader: string | null, most: number],
  EntryRow
> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_entries_${v}`,
    `${entriesSql(v, '$3')} WHERE e.id = ANY ($1::uuid[]) AND ${readersOf(v, 'e')} && $2::text[]
      ORDER BY array_position($1::uuid[], e.id) LIMIT $4`,
  );
}

/** Editors pin a few at a time. Those of them that a reader may see are looked for among so many. */
const MOST_PINNED = 50;

/**
 * How far the feed has come, and of which departments a reader is part now, without reading any entry. `departments`: the
 * closest first, up to the top. Of departments that are part of each other each is there once.
 */
export function readPosition(
  version: number,
): Statement<[reader: string | null], { position: string; departments: string[]; pinned: string[] }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_position_${v}`,
    `WITH RECURSIVE above (id, step) AS (
       SELECT department_id, 1 FROM placement_${v} WHERE mention = 'person:' || $1::text
       UNION ALL
       SELECT p.department_id, step + 1 FROM above JOIN placement_${v} p ON p.mention = 'department:' || id
     ) CYCLE id SET is_again USING path
     SELECT (SELECT coalesce(max(position), 0) FROM change_${v}) AS position,
            ARRAY(SELECT id FROM above WHERE id IS NOT NULL AND NOT is_again ORDER BY step) AS departments,
            ARRAY(SELECT entry_id FROM curation_${v} WHERE what = 'pinned' AND (until IS NULL OR until > clock_timestamp())
                   ORDER BY since DESC, entry_id LIMIT ${MOST_PINNED}) AS pinned`,
  );
}

/** `reader`: the parameter with the id of who reads. */
function entriesSql(v: string, reader: string): string {
  return `
    SELECT e.id, to_char(e.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS occurred_at, e.name, e.type, e.source,
           e.event_id, e.args,
           EXISTS (SELECT FROM curation_${v} c WHERE c.what = 'hidden' AND c.entry_id = e.id) AS hidden,
           (SELECT json_object_agg(n.mention, n.name) FROM name_${v} n WHERE n.mention = ANY (e.mentions)) AS names,
           (SELECT json_agg(json_build_object('kind', c.kind, 'count', c.count, 'mine', EXISTS (
                     SELECT FROM reaction_${v} r
                      WHERE r.entry_id = e.id AND r.person_id = ${reader}::text AND r.kind = c.kind))
                   ORDER BY c.count DESC, c.kind)
              FROM reaction_count_${v} c WHERE c.entry_id = e.id AND c.count > 0) AS reactions
      FROM entry_${v} e`;
}
