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

/**
 * All that an answer has of the entries `e`, and of what they mention. `reader`: the parameter with the id of who reads.
 * `more`: further columns.
 */
export function entriesSql(v: string, reader: string, more: readonly string[] = []): string {
  return `
    SELECT ${ownColumns(v)},
           (SELECT json_object_agg(n.mention, n.name) FROM name_${v} n WHERE n.mention = ANY (e.mentions)) AS names,
           (SELECT json_agg(json_build_object('kind', c.kind, 'count', c.count, 'mine', EXISTS (
                     SELECT FROM reaction_${v} r
                      WHERE r.entry_id = e.id AND r.person_id = ${reader}::text AND r.kind = c.kind))
                   ORDER BY c.count DESC, c.kind)
              FROM reaction_count_${v} c WHERE c.entry_id = e.id AND c.count > 0) AS reactions${more.map((column) => `, ${column}`).join('')}
      FROM entry_${v} e`;
}

/** Of the entry `e` itself, as {@link EntryRow} has it. */
export const ownColumns = (v: string): string => `
           e.id, to_char(e.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS occurred_at, e.name, e.type, e.source,
           e.event_id, e.args,
           EXISTS (SELECT FROM curation_${v} c WHERE c.what = 'hidden' AND c.entry_id = e.id) AS hidden`;
