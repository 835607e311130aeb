import { checkedVersion } from './projection-tables.js';

/**
 * What came to the tables of a version that is asked for a person or a department, searched and followed.
 *
 * - `entry_mention`: like `entry_audience`, for each person, department and team that an entry speaks of.
 * - `entry.since`: when the feed received it. `entry.words`: what a search finds it by: the words of its own texts and,
 *   apart from what people type, its kind and its mentions, whose names may change.
 * - `change.mention`: who or what is called otherwise (`named`), or part of another department (`placed`).
 */
export function mentionTables(version: number): string {
  const v = `v${checkedVersion(version)}`;
  return `
CREATE TABLE entry_mention_${v} (
  mention text NOT NULL,
  audience text NOT NULL,
  occurred_at timestamptz NOT NULL,
  entry_id uuid NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (mention, audience, occurred_at, entry_id)
);
CREATE INDEX entry_mention_${v}_by_name ON entry_mention_${v} (mention, audience, name, occurred_at, entry_id);
ALTER TABLE entry_${v} ADD COLUMN since timestamptz NOT NULL DEFAULT now(), ADD COLUMN words tsvector GENERATED ALWAYS AS (
  words_apart(mentions || name)
  || jsonb_to_tsvector('simple', jsonb_path_query_array(args, '$.*.value'), '["string"]')
  || jsonb_to_tsvector('simple', jsonb_path_query_array(args, '$.*.values.*'), '["string"]')) STORED;
CREATE INDEX entry_${v}_by_words ON entry_${v} USING gin (words);
CREATE INDEX entry_${v}_by_since ON entry_${v} (since, id);
CREATE INDEX name_${v}_by_words ON name_${v} USING gin (to_tsvector('simple', name));
CREATE INDEX placement_${v}_by_department ON placement_${v} (department_id);
ALTER TABLE change_${v} ADD COLUMN mention text, ALTER COLUMN entry_id DROP NOT NULL,
  DROP CONSTRAINT change_${v}_kind_check,
  ADD CONSTRAINT change_${v}_kind_check CHECK (kind IN
    ('added', 'updated', 'retracted', 'reacted', 'hidden', 'shown', 'pinned', 'unpinned', 'named', 'placed'));`;
}

/** Before what is searched for by us alone: no letter or digit, so that nothing that is typed begins so. */
export const APART = '=';

/** For all versions: a generated column takes nothing but functions that depend on their arguments alone. */
export const WORDS_APART = `
CREATE FUNCTION words_apart(words text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array_agg('${APART}' || word)) FROM unnest(words) AS word
$$;`;
