import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import { wantedSql } from '../statements/searching.js';
import { targetSql } from './target.js';

/** Up to so many entries of a group are counted. */
export const MOST_COUNTED = 1_000;
/** So many of a group's newest entries are told. */
const MOST_TOLD = 3;
/** The same entry is met once for each audience of the reader that it is for: so many rows are read for the others. */
const MOST_MET = 4 * MOST_COUNTED;

/** `groups`, and `words`: JSON. `mentions`: of a search, what its entries mention. `others`: what they mention besides. */
export type CountValues = [
  groups: string,
  audiences: readonly string[],
  mentions: readonly string[] | null,
  others: readonly string[] | null,
  words: string,
];

export interface CountRow {
  /** Which of the groups, from 0. */
  n: number;
  /** Newest first. */
  newest: readonly { readonly id: string; readonly occurredAt: string }[] | null;
  count: number;
  truncated: boolean;
}

/**
 * How many entries each of some groups has and which are the newest, under what is asked for: for each audience of the
 * reader one range of an index. What has a target, or mentions what is asked for, is looked at entry by entry; in each range
 * the newest {@link MOST_COUNTED} and one decide, whatever is below.
 */
export function countGroups(version: number): Statement<CountValues, CountRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_groups_${v}`,
    `WITH given AS (SELECT $3::text[], $5::text)
     SELECT k.n, newest.told AS newest, least(counted.count, ${MOST_COUNTED})::int AS count,
            counted.count > ${MOST_COUNTED} OR coalesce(counted.deepest, 0) > ${MOST_COUNTED} OR counted.met = ${MOST_MET} AS truncated
       FROM ${GROUPS}
      CROSS JOIN LATERAL (
        SELECT ${told('newest')} AS told
          FROM (SELECT occurred_at, entry_id FROM (${membersSql(v, MOST_TOLD)}) AS members
                 GROUP BY occurred_at, entry_id ORDER BY occurred_at DESC, entry_id DESC LIMIT ${MOST_TOLD}) AS newest
      ) AS newest
      CROSS JOIN LATERAL (
        SELECT count(DISTINCT entry_id) FILTER (WHERE is_member) AS count, count(*) AS met, max(depth) AS deepest
          FROM (${metSql(v)} LIMIT ${MOST_MET}) AS met
      ) AS counted`,
  );
}

/** The same of what has all the words: it costs what has them. */
export function countFoundGroups(version: number): Statement<CountValues, CountRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_found_groups_${v}`,
    `WITH wanted AS (${wantedSql(v, '$5::json')}), k AS (SELECT * FROM ${GROUPS}), member AS (
       SELECT k.n, e.occurred_at, e.id AS entry_id,
              row_number() OVER (PARTITION BY k.n ORDER BY e.occurred_at DESC, e.id DESC) AS place
         FROM k JOIN entry_${v} e ON e.name = k.name AND (e.occurred_at, e.id) <= (k.at, k.id) AND e.occurred_at >= k.since
         CROSS JOIN wanted
        WHERE e.words @@ wanted.query AND ${readersOf(v, 'e')} && $2::text[] AND ${isOfTarget}
          AND ($3::text[] IS NULL OR e.mentions && $3) AND ($4::text[] IS NULL OR e.mentions && $4)
     )
     SELECT n, ${told('member', `WHERE place <= ${MOST_TOLD}`)} AS newest, least(count(*), ${MOST_COUNTED})::int AS count,
            count(*) > ${MOST_COUNTED} AS truncated
       FROM member GROUP BY n`,
  );
}

/** `at` and `id`: the newest place that counts. `since`: the first moment. `mentions`: null where each entry of the kind may. */
const GROUPS = `json_to_recordset($1::json)
         AS k (n int, name text, by text, target text, mentions text[], since timestamptz, at timestamptz, id uuid)`;

const isOfTarget = `(k.target IS NULL OR coalesce(${targetSql('(e.args -> k.by)')} = k.target, false))`;
const NEWEST_FIRST = 'ORDER BY i.occurred_at DESC, i.entry_id DESC';

const told = (of: string, which = ''): string => `
  json_agg(json_build_object('id', ${of}.entry_id,
           'occurredAt', to_char(${of}.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
           ORDER BY ${of}.occurred_at DESC, ${of}.entry_id DESC) ${which && `FILTER (${which})`}`;

/**
 * The newest entries of a group's window in one range, as an index has them. The limit is one that cannot be planned with: where
 * the statistics are older than a day of many, all of the day would be read and sorted.
 */
const rangeSql = (table: string, which: string, most: number): string => `
  SELECT i.occurred_at, i.entry_id FROM ${table} i
   WHERE ${which} AND i.audience = reader.audience AND i.name = k.name
     AND (i.occurred_at, i.entry_id) <= (k.at, k.id) AND i.occurred_at >= k.since
   ${NEWEST_FIRST} LIMIT (SELECT ${most})`;

const READERS = 'unnest($2::text[]) AS reader (audience)';
const ABOUT = 'CROSS JOIN unnest(k.mentions) AS about (mention)';

/** As a subquery: joined, it might be read as a whole. */
const isMember = (v: string): string => `
  (SELECT ${isOfTarget} AND ($4::text[] IS NULL OR e.mentions && $4) FROM entry_${v} e WHERE e.id = i.entry_id)`;

const mentioned = (v: string): string =>
  rangeSql(`entry_mention_${v}`, 'i.mention = about.mention', MOST_COUNTED + 1);

/** The newest members in each range. */
const membersSql = (v: string, most: number): string => `
  SELECT i.* FROM ${READERS}
   CROSS JOIN LATERAL (${rangeSql(`entry_audience_${v}`, 'k.mentions IS NULL', most)}) AS i
  UNION ALL
  SELECT i.* FROM ${READERS} ${ABOUT}
   CROSS JOIN LATERAL (SELECT i.* FROM (${mentioned(v)}) AS i WHERE ${isMember(v)} ${NEWEST_FIRST} LIMIT ${most}) AS i`;

/** All that is met, as far as is counted. `depth`: how deep in its range. */
const metSql = (v: string): string => {
  const numbered = (range: string): string =>
    `CROSS JOIN LATERAL (SELECT i.*, row_number() OVER () AS depth FROM (${range}) AS i) AS i`;
  const all = rangeSql(`entry_audience_${v}`, 'k.mentions IS NULL', MOST_COUNTED + 1);
  return `
  SELECT i.entry_id, i.depth, true AS is_member FROM ${READERS} ${numbered(all)}
  UNION ALL
  SELECT i.entry_id, i.depth, ${isMember(v)} FROM ${READERS} ${ABOUT} ${numbered(mentioned(v))}`;
};
