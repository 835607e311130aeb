import { REMOVED } from '#lib/envelope';
import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import type { Tell } from './tell.js';

/** Of the people that are given those who are forgotten, which their name tells. */
const goneSql = (v: string): string => `
    SELECT n.mention FROM json_array_elements_text($1) AS w (person)
      JOIN name_${v} n ON n.mention = 'person:' || w.person AND n.name = '${REMOVED}'`;

const WITHOUT_THEIR_TEXTS = `
  SET args = (SELECT jsonb_object_agg(key, CASE WHEN value ->> 'of' IN (SELECT mention FROM gone)
                                                THEN '{"type": "removed"}' ELSE value END)
                FROM jsonb_each(e.args))`;
const HAS_THEIR_TEXTS = `
  EXISTS (SELECT FROM jsonb_each(e.args) WHERE value ->> 'of' IN (SELECT mention FROM gone))`;

/**
 * Of these people those who are forgotten: what they said goes out of their entries. Every entry with a text of somebody
 * speaks of that person, so it is found by them.
 */
export const eraseTexts = (v: string): string => `
  WITH gone AS (${goneSql(v)}
  ), theirs AS (
    SELECT DISTINCT i.entry_id FROM gone JOIN entry_mention_${v} i USING (mention)
  )
  UPDATE entry_${v} e ${WITHOUT_THEIR_TEXTS} FROM theirs WHERE e.id = theirs.entry_id AND ${HAS_THEIR_TEXTS}`;

/** The same of what was, and of how they were called. */
export const erasePast = (v: string): string => `
  WITH gone AS (${goneSql(v)}
  ), unnamed AS (
    DELETE FROM name_past_${v} p USING gone WHERE p.mention = gone.mention
  )
  UPDATE entry_past_${v} e ${WITHOUT_THEIR_TEXTS}
   WHERE e.mentions && ARRAY(SELECT mention FROM gone) AND ${HAS_THEIR_TEXTS}`;

/** All that speaks of them looks otherwise from now on. */
export const tellForgotten = (v: string, tell: Tell): string => `
  WITH theirs AS (
    SELECT DISTINCT i.entry_id FROM json_array_elements_text($1) AS w (person)
      JOIN entry_mention_${v} i ON i.mention = 'person:' || w.person
  )
  ${tell(`SELECT e.id, 'updated', ${readersOf(v, 'e')} FROM entry_${v} e JOIN theirs ON e.id = entry_id`)}`;

/** Of people who are forgotten those whose name the version tells or told, or who are in it and not told of as forgotten. */
export function findRemembered(version: number): Statement<[people: readonly string[]], { person: string }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_find_remembered_${v}`,
    `SELECT person FROM unnest($1::text[]) AS w (person)
       LEFT JOIN name_${v} n ON n.mention = 'person:' || w.person
      WHERE n.name <> '${REMOVED}'
         OR EXISTS (SELECT FROM name_past_${v} p WHERE p.mention = 'person:' || w.person)
         OR n.name IS NULL AND EXISTS (SELECT FROM entry_mention_${v} i WHERE i.mention = 'person:' || w.person)`,
  );
}
