import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { APART } from '../mention-tables.js';
import { checkedVersion } from '../projection-tables.js';
import { entriesSql, type EntryRow } from './entries.js';
import { type PageShape, type PageValues, ways } from './reading.js';

/** More people of one name than this are not looked for. */
const MOST_NAMESAKES = 1_000;

/** As {@link PageValues}, all of them read. `words`: JSON of words, each with the kinds of entries whose text has it. */
export type SearchValues = [...PageValues, words: string];

/**
 * One page of what has all the words, each at the beginning of a word of the entry's own texts, of a name that it mentions
 * as it is now, or of what entries of its kind say. What is found is sorted as a whole: it costs what has the words, and not
 * what the page has.
 */
export function readSearch({
  version,
  direction,
}: Pick<PageShape, 'version' | 'direction'>): Statement<SearchValues, EntryRow> {
  const v = `v${checkedVersion(version)}`;
  const { beyond, order, within } = ways[direction];
  return statement(
    `feed_search_${v}_${direction}`,
    `WITH wanted AS (${wantedSql(v)}), page AS (
       SELECT e.occurred_at, e.id AS entry_id FROM entry_${v} e, wanted
        WHERE e.words @@ wanted.query AND ${readersOf(v, 'e')} && $1::text[]
          AND ($5::text[] IS NULL OR e.name = ANY ($5)) AND ($6::text[] IS NULL OR e.mentions && $6)
          AND ($9::text[] IS NULL OR e.mentions && $9)
          AND (e.occurred_at, e.id) ${beyond} ($2::timestamptz, $3::uuid) AND e.occurred_at ${within} $8::timestamptz
        ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT $4
     )
     ${entriesSql(v, '$7')} JOIN page ON page.entry_id = e.id
     ORDER BY page.occurred_at DESC, page.entry_id DESC`,
  );
}

/** Each word as itself or what stands for it among the words of an entry; all of them. */
const wantedSql = (v: string): string => `
  SELECT string_agg('(' || (to_tsquery('simple', word || ':*') || coalesce(others, ''))::text || ')', ' & ')::tsquery AS query
    FROM json_to_recordset($10::json) AS asked (word text, names text[])
    CROSS JOIN LATERAL (
      SELECT string_agg('''${APART}' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery AS others
        FROM ((SELECT mention AS lexeme FROM name_${v}
                WHERE to_tsvector('simple', name) @@ to_tsquery('simple', word || ':*') LIMIT ${MOST_NAMESAKES})
              UNION ALL SELECT unnest(names)) AS meant) AS standing`;
