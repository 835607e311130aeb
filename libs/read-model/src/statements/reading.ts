import { type Statement, statement } from '#lib/postgres';
import { checkedVersion } from '../projection-tables.js';
import { entriesSql, type EntryRow } from './entries.js';

export interface PageShape {
  readonly version: number;
  /** Read from the pages of the audiences, or of what entries mention. */
  readonly by: 'audience' | 'mention';
  readonly byName: boolean;
  /** Of what is mentioned, only what mentions something else as well. */
  readonly byOther: boolean;
  readonly direction: 'older' | 'newer';
}

/** `names`, `mentions` and `others` are left unread by shapes that do not filter by them. `bound`: how far back, or up to when. */
export type PageValues = [
  audiences: readonly string[],
  occurredAt: string,
  id: string,
  limit: number,
  names: readonly string[] | null,
  mentions: readonly string[] | null,
  reader: string | null,
  bound: string,
  others: readonly string[] | null,
];

const known = new Map<string, Statement<PageValues, EntryRow>>();

/**
 * One page: for each audience of the reader (each name asked for, each mention) the next rows of an index range, merged;
 * then the entries and the names of their people. One query, whatever is in the page.
 */
export function readPage(shape: PageShape): Statement<PageValues, EntryRow> {
  const v = `v${checkedVersion(shape.version)}`;
  const { direction, by, byName, byOther } = shape;
  const key = `feed_page_${v}_${direction}_${by}${byName ? '_name' : ''}${byOther ? '_other' : ''}`;
  const page = known.get(key) ?? statement(key, pageSql(shape, v));
  known.set(key, page);
  return page;
}

/** How places are compared and ordered in a direction, and how its bound is. */
export const ways = {
  older: { beyond: '<', order: 'DESC', within: '>=' },
  newer: { beyond: '>', order: 'ASC', within: '<' },
} as const;

function pageSql(shape: PageShape, v: string): string {
  return `
    WITH given AS (SELECT $9::text[]), page AS (${pageRows(shape, v)}
    )
    ${entriesSql(v, '$7')} JOIN page ON page.entry_id = e.id
    ORDER BY page.occurred_at DESC, page.entry_id DESC`;
}

/** The places of a page. `joined`: what each row of the index, `i`, has to fit besides. */
export function pageRows({ by, byName, byOther, direction }: PageShape, v: string, joined = ''): string {
  const { beyond, order, within } = ways[direction];
  const kinds = byName ? 'unnest($5::text[])' : '(SELECT $5::text[])';
  const subjects = by === 'mention' ? 'unnest($6::text[])' : '(SELECT $6::text[])';
  return `
      SELECT occurred_at, entry_id
        FROM unnest($1::text[]) AS reader (audience)
        CROSS JOIN ${kinds} AS kind (name)
        CROSS JOIN ${subjects} AS about (mention)
        CROSS JOIN LATERAL (
          SELECT i.occurred_at, i.entry_id FROM entry_${by}_${v} i ${joined}
           ${byOther ? `JOIN entry_${v} other ON other.id = i.entry_id AND other.mentions && $9::text[]` : ''}
           WHERE i.audience = reader.audience
             ${by === 'mention' ? 'AND i.mention = about.mention' : ''} ${byName ? 'AND i.name = kind.name' : ''}
             AND (i.occurred_at, i.entry_id) ${beyond} ($2::timestamptz, $3::uuid)
             AND i.occurred_at ${within} $8::timestamptz
           ORDER BY i.occurred_at ${order}, i.entry_id ${order} LIMIT $4
        ) AS visible
       GROUP BY occurred_at, entry_id
       ORDER BY occurred_at ${order}, entry_id ${order} LIMIT $4`;
}
