import { REMOVED } from '#lib/envelope';
import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import type { Tell } from './tell.js';

/** Entries that a text of these owners may be in: those that speak of the person, and that of the event. */
const entriesOf = (v: string, owners: string): string => `
  SELECT i.entry_id FROM ${owners} o JOIN entry_mention_${v} i ON i.mention = o.owner WHERE o.entry_id IS NULL
   UNION SELECT o.entry_id FROM ${owners} o WHERE o.entry_id IS NOT NULL`;

const OWNERS = `SELECT * FROM json_to_recordset($1) AS w (owner text, entry_id uuid)`;

/** Of the owners that are given those who are forgotten, which their name tells. */
const goneSql = (v: string): string => `
  owners AS (${OWNERS}), gone AS (
    SELECT o.* FROM owners o JOIN name_${v} n ON n.mention = o.owner AND n.name = '${REMOVED}'
  ), words AS (
    SELECT coalesce(array_agg(owner), '{}') AS lost FROM gone
  )`;

const WITHOUT_THEIR_TEXTS = `
  SET args = (SELECT jsonb_object_agg(key, CASE WHEN value -> 'of' ?| lost THEN '{"type": "removed"}' ELSE value END)
                FROM jsonb_each(e.args))`;
const HAS_THEIR_TEXTS = `EXISTS (SELECT FROM jsonb_each(e.args) WHERE value -> 'of' ?| lost)`;

/**
 * Of these owners those who are forgotten: what they said goes out of their entries. Every entry with a text of somebody
 * speaks of that person, so it is found by them.
 */
export const eraseTexts = (v: string): string => `
  WITH ${goneSql(v)}, theirs AS (${entriesOf(v, 'gone')})
  UPDATE entry_${v} e ${WITHOUT_THEIR_TEXTS} FROM theirs, words WHERE e.id = theirs.entry_id AND ${HAS_THEIR_TEXTS}`;

/** The same of what was, and of how they were called. */
export const erasePast = (v: string): string => `
  WITH ${goneSql(v)}, unnamed AS (
    DELETE FROM name_past_${v} p USING gone WHERE p.mention = gone.owner
  )
  UPDATE entry_past_${v} e ${WITHOUT_THEIR_TEXTS} FROM words
   WHERE (e.mentions && lost OR e.id IN (SELECT entry_id FROM gone)) AND ${HAS_THEIR_TEXTS}`;

/** All that speaks of them looks otherwise from now on. */
export const tellForgotten = (v: string, tell: Tell): string => `
  WITH owners AS (${OWNERS}), theirs AS (${entriesOf(v, 'owners')})
  ${tell(`SELECT e.id, 'updated', ${readersOf(v, 'e')} FROM entry_${v} e JOIN theirs ON e.id = entry_id`)}`;

/** Of owners who are forgotten those whose name the version tells or told, or who are in it and not told of as forgotten. */
export function findRemembered(version: number): Statement<[json: string], { owner: string }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_find_remembered_${v}`,
    `WITH owners AS (${OWNERS})
     SELECT o.owner FROM owners o LEFT JOIN name_${v} n ON n.mention = o.owner
      WHERE n.name <> '${REMOVED}'
         OR EXISTS (SELECT FROM name_past_${v} p WHERE p.mention = o.owner)
         OR n.name IS NULL
            AND EXISTS (SELECT FROM entry_${v} e
                         WHERE e.id = o.entry_id
                         UNION ALL SELECT FROM entry_mention_${v} i
                         WHERE o.entry_id IS NULL AND i.mention = o.owner)`,
  );
}
