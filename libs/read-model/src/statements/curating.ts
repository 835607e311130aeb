import { HIDDEN_FROM_ALL_BUT, readersOf } from '../curation-tables.js';
import type { Tell } from './tell.js';

/**
 * Keeps an editor's word, and where it is about hiding puts the entry into the pages of those who see it now: the same
 * again changes nothing. An entry that is not there yet comes into the right pages when it is added.
 */
export const changeCurations = (v: string, tell: Tell): string => `
  WITH wanted AS (
    SELECT * FROM json_to_recordset($1)
      AS c (entry_id uuid, what text, is_so boolean, until timestamptz, since timestamptz)
  ), said AS (
    INSERT INTO curation_${v} (entry_id, what, until, since)
    SELECT entry_id, what, until, since FROM wanted WHERE is_so
    ON CONFLICT (what, entry_id) DO UPDATE SET until = excluded.until, since = excluded.since
  ), unsaid AS (
    DELETE FROM curation_${v} c USING wanted w
     WHERE NOT w.is_so AND c.entry_id = w.entry_id AND c.what = w.what
  ), moved AS (
    SELECT e.*, CASE WHEN is_so THEN e.audience ELSE '{${HIDDEN_FROM_ALL_BUT}}' END AS before,
           CASE WHEN is_so THEN '{${HIDDEN_FROM_ALL_BUT}}' ELSE e.audience END AS after
      FROM wanted JOIN entry_${v} e ON e.id = entry_id WHERE what = 'hidden'
  ), page_left AS (
    DELETE FROM entry_audience_${v} i USING moved m CROSS JOIN unnest(m.before) AS a
     WHERE i.audience = a AND a <> ALL (m.after) AND i.occurred_at = m.occurred_at AND i.entry_id = m.id
  ), page_entered AS (
    INSERT INTO entry_audience_${v} (audience, occurred_at, entry_id, name)
    SELECT a, occurred_at, id, name FROM moved, unnest(after) AS a ON CONFLICT DO NOTHING
  ), mention_left AS (
    DELETE FROM entry_mention_${v} i USING moved m CROSS JOIN unnest(m.mentions) AS n CROSS JOIN unnest(m.before) AS a
     WHERE i.mention = n AND i.audience = a AND a <> ALL (m.after)
       AND i.occurred_at = m.occurred_at AND i.entry_id = m.id
  ), mention_entered AS (
    INSERT INTO entry_mention_${v} (mention, audience, occurred_at, entry_id, name)
    SELECT n, a, occurred_at, id, name FROM moved, unnest(mentions) AS n, unnest(after) AS a ON CONFLICT DO NOTHING
  )
  ${tell(`
    SELECT id, 'hidden', before FROM moved
     UNION ALL SELECT id, 'shown', after FROM moved
     UNION ALL SELECT e.id, CASE WHEN is_so THEN 'pinned' ELSE 'unpinned' END, ${readersOf(v, 'e')}
                 FROM wanted JOIN entry_${v} e ON e.id = entry_id WHERE what = 'pinned'`)}`;
