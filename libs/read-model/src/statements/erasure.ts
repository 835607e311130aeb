import { REMOVED } from '#lib/envelope';
import { type Statement, statement } from '#lib/postgres';
import { readersOf } from '../curation-tables.js';
import { checkedVersion } from '../projection-tables.js';
import type { Tell } from './tell.js';

/**
 * Of these people those who are forgotten, which their name tells: what they said goes out of their entries. Every entry with
 * a text of somebody speaks of that person, so it is found by them.
 */
export const eraseTexts = (v: string): string => `
  WITH gone AS (
    SELECT n.mention FROM json_array_elements_text($1) AS w (person)
      JOIN name_${v} n ON n.mention = 'person:' || w.person AND n.name = '${REMOVED}'
  ), theirs AS (
    SELECT DISTINCT i.entry_id FROM gone JOIN entry_mention_${v} i USING (mention)
  )
  UPDATE entry_${v} e SET args = (
           SELECT jsonb_object_agg(key, CASE WHEN value ->> 'of' IN (SELECT mention FROM gone)
                                             THEN '{"type": "removed"}' ELSE value END)
             FROM jsonb_each(e.args))
    FROM theirs
   WHERE e.id = theirs.entry_id
     AND EXISTS (SELECT FROM jsonb_each(e.args) WHERE value ->> 'of' IN (SELECT mention FROM gone))`;

/** All that speaks of them looks otherwise from now on. */
export const tellForgotten = (v: string, tell: Tell): string => `
  WITH theirs AS (
    SELECT DISTINCT i.entry_id FROM json_array_elements_text($1) AS w (person)
      JOIN entry_mention_${v} i ON i.mention = 'person:' || w.person
  )
  ${tell(`SELECT e.id, 'updated', ${readersOf(v, 'e')} FROM entry_${v} e JOIN theirs ON e.id = entry_id`)}`;

/** Of people who are forgotten those whose name is told by the version, or who are in it and not told of as forgotten. */
export function findRemembered(version: number): Statement<[people: readonly string[]], { person: string }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_find_remembered_${v}`,
    `SELECT person FROM unnest($1::text[]) AS w (person)
       LEFT JOIN name_${v} n ON n.mention = 'person:' || w.person
      WHERE n.name <> '${REMOVED}'
         OR n.name IS NULL AND EXISTS (SELECT FROM entry_mention_${v} i WHERE i.mention = 'person:' || w.person)`,
  );
}
