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
    `WITH wanted AS (${wantedSql(v, '$10::json')}), page AS (
       SELECT e.occurred_at, e.id AS entry_id FROM entry_${v} e, wanted
        WHERE e.words @@ wanted.query AND ${readersOf(v, 'e')} && $1::text[] AND ${filteredSql(ASKED)}
          AND (e.occurred_at, e.id) ${beyond} ($2::timestamptz, $3::uuid) AND e.occurred_at ${within} $8::timestamptz
        ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT $4
     )
     ${entriesSql(v, '$7')} JOIN page ON page.entry_id = e.id
     ORDER BY page.occurred_at DESC, page.entry_id DESC`,
  );
}

const ASKED = { names: '$5::text[]', mentions: '$6::text[]', others: '$9::text[]' };

/** What entries `e` must be and speak of, where it is asked for. */
export const filteredSql = ({ names, mentions, others }: typeof ASKED): string => `
  (${names} IS NULL OR e.name = ANY (${names})) AND (${mentions} IS NULL OR e.mentions && ${mentions})
  AND (${others} IS NULL OR e.mentions && ${others})`;

/** Each word as itself or what stands for it among the words of an entry; all of them. */
export const wantedSql = (v: string, words: string): string => `
  SELECT string_agg('(' || (to_tsquery('simple', word || ':*') || coalesce(others, ''))::text || ')', ' & ')::tsquery AS query
    FROM json_to_recordset(${words}) AS asked (word text, names text[])
    CROSS JOIN LATERAL (
      SELECT string_agg('''${APART}' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery AS others
        FROM ((SELECT mention AS lexeme FROM name_${v}
                WHERE to_tsvector('simple', name) @@ to_tsquery('simple', word || ':*') LIMIT ${MOST_NAMESAKES})
              UNION ALL SELECT unnest(names)) AS meant) AS standing`;
