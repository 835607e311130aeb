import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';

/** A share of all events, by their ids: `of` shares in all. It keeps each statement short, however long the log is. */
export type Slice = readonly [slice: number, of: number];

const inSlice = (table: string, slice: string, of: string): string =>
  `abs(hashtext(${table}.event_id)::bigint) % ${of} = ${slice}`;

export const countLog = statement<[], { events: number }>(
  'feed_count_log',
  'SELECT count(*)::int AS events FROM log',
);

interface DayRow {
  day: string;
  old: DaySum | null;
  new: DaySum | null;
}

/** `checksum`: a sum over the entries, so that sums of slices add up. */
export interface DaySum {
  readonly entries: number;
  readonly checksum: string;
}

/** The entries of each day in two versions. Both are written in the same transactions, so one statement sees them alike. */
export function compareDays(old: number, version: number): Statement<Slice, DayRow> {
  const days = (of: number): string => `
    SELECT to_char(e.occurred_at, 'YYYY-MM-DD') AS day,
           json_build_object('entries', count(*), 'checksum', sum(hashtextextended(e::text, 0))::text) AS sum
      FROM entry_v${checkedVersion(of)} e WHERE ${inSlice('e', '$1', '$2')} GROUP BY 1`;
  return statement(
    `feed_compare_days_v${old}_v${version}`,
    `SELECT day, o.sum AS old, n.sum AS new FROM (${days(old)}) AS o FULL JOIN (${days(version)}) AS n USING (day)`,
  );
}

/** Types whose events are entries, and types whose events take back what their stream has shown. */
export type ShownTypes = readonly [entries: readonly string[], retractions: readonly string[]];

/** Logged events that a version must have an entry of: those with a card that were not taken back later. */
const mustBeShown = (slice: string, of: string): string => `
  SELECT l.source, l.event_id, l.occurred_at FROM log l
   WHERE l.type = ANY ($3) AND ${inSlice('l', slice, of)}
     AND NOT EXISTS (SELECT FROM log r
                      WHERE r.source = l.source AND r.stream = l.stream AND r.sequence > l.sequence AND r.type = ANY ($4))`;

/** By day: events without an entry, and entries without an event. */
export function findUnmatched(
  version: number,
): Statement<[...Slice, ...ShownTypes], { day: string; missing: number; surplus: number; example: string }> {
  const v = checkedVersion(version);
  return statement(
    `feed_find_unmatched_v${v}`,
    `SELECT to_char(coalesce(l.occurred_at, e.occurred_at), 'YYYY-MM-DD') AS day,
            (count(*) FILTER (WHERE e.event_id IS NULL))::int AS missing,
            (count(*) FILTER (WHERE l.event_id IS NULL))::int AS surplus,
            min(coalesce(l.source, e.source) || ' ' || coalesce(l.event_id, e.event_id)) AS example
       FROM (${mustBeShown('$1', '$2')}) AS l
       FULL JOIN (SELECT source, event_id, occurred_at FROM entry_v${v} e WHERE ${inSlice('e', '$1', '$2')}) AS e
            ON e.source = l.source AND e.event_id = l.event_id
      WHERE l.event_id IS NULL OR e.event_id IS NULL GROUP BY 1 ORDER BY 1`,
  );
}

/** How many rows there are, and a sum over them. */
export interface TableSum {
  readonly rows: number;
  readonly checksum: string;
}

export type TableName =
  | 'past'
  | 'namings'
  | 'pages'
  | 'mentions'
  | 'names'
  | 'placements'
  | 'curations'
  | 'reactions'
  | 'counts';
export type TableSums = Readonly<Record<TableName, TableSum>>;

/** What stands beside the entries, in two versions. */
export function compareTables(
  old: number,
  version: number,
): Statement<[], { old: TableSums; new: TableSums }> {
  return statement(
    `feed_compare_tables_v${old}_v${version}`,
    `SELECT ${tables(old)} AS old, ${tables(version)} AS new`,
  );
}

function tables(version: number): string {
  const v = `v${checkedVersion(version)}`;
  return `json_build_object('past', ${sumOf(`entry_past_${v}`)}, 'namings', ${sumOf(`name_past_${v}`)}, 'pages', ${sumOf(`entry_audience_${v}`)}, 'mentions', ${sumOf(`entry_mention_${v}`)},
    'names', ${sumOf(`name_${v}`)}, 'placements', ${sumOf(`placement_${v}`)}, 'curations', ${sumOf(`curation_${v}`)}, 'reactions', ${sumOf(`reaction_${v}`)}, 'counts', ${sumOf(countsOf(v))})`;
}

const countsOf = (v: string): string =>
  `(SELECT entry_id, kind, count FROM reaction_count_${v} WHERE count > 0)`;

const sumOf = (rows: string): string => `(
  SELECT json_build_object('rows', count(*), 'checksum', coalesce(sum(hashtextextended(t::text, 0)), 0)::text)
    FROM ${rows} AS t)`;

interface Derived {
  readonly derived: TableSum;
  readonly there: TableSum;
}

/** Pages and mentions follow from a version's entries, and counts from its reactions: what they ought to be, and what there is. */
export function deriveTables(
  version: number,
): Statement<[], { pages: Derived; mentions: Derived; counts: Derived }> {
  const v = `v${checkedVersion(version)}`;
  const both = (derived: string, there: string): string =>
    `json_build_object('derived', ${sumOf(`(${derived})`)}, 'there', ${sumOf(there)})`;
  const pages = `SELECT a, e.occurred_at, e.id, e.name FROM entry_${v} e, unnest(${readersOf(v, 'e')}) AS a`;
  const mentions = `
    SELECT m, a, e.occurred_at, e.id, e.name FROM entry_${v} e, unnest(e.mentions) AS m, unnest(${readersOf(v, 'e')}) AS a`;
  const counts = `SELECT entry_id, kind, count(*)::int AS count FROM reaction_${v} GROUP BY entry_id, kind`;
  return statement(
    `feed_derive_tables_${v}`,
    `SELECT ${both(pages, `entry_audience_${v}`)} AS pages, ${both(mentions, `entry_mention_${v}`)} AS mentions,
            ${both(counts, countsOf(v))} AS counts`,
  );
}

export interface SampleRow {
  event: unknown;
  same_time: boolean;
  name: string;
  type: string;
  stream: string | null;
  args: unknown;
  mentions: string[];
  audience: string[];
}

/** Entries drawn at random, with the events that they were made of. */
export function drawSample(version: number): Statement<[size: number], SampleRow> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_draw_sample_${v}`,
    `WITH places AS MATERIALIZED (SELECT gen_random_uuid() AS at FROM generate_series(1, $1)), drawn AS (
       SELECT DISTINCT e.id FROM places CROSS JOIN LATERAL (
         SELECT id FROM entry_${v} WHERE id >= at ORDER BY id LIMIT 1) AS e)
     SELECT l.event, e.occurred_at = l.occurred_at AS same_time, e.name, e.type, e.stream, e.args, e.mentions, e.audience
       FROM drawn JOIN entry_${v} e USING (id) JOIN log l ON l.source = e.source AND l.event_id = e.event_id`,
  );
}

/** Makes the planner know a version that was filled just now. */
export function analyzeTables(version: number): Statement<[], never> {
  const v = `v${checkedVersion(version)}`;
  const tables = [
    'entry',
    'entry_audience',
    'entry_mention',
    'entry_past',
    'name',
    'name_past',
    'placement',
    'curation',
    'reaction',
    'reaction_count',
    'change',
  ];
  return statement(`feed_analyze_${v}`, `ANALYZE ${tables.map((table) => `${table}_${v}`).join(', ')}`);
}
