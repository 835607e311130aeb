import { checkedVersion } from './projection-tables.js';

/** Who sees what is hidden, instead of those whom it is meant for. */
export const HIDDEN_FROM_ALL_BUT = 'role:editor';

/**
 * What editors said of entries: a row for each that is `hidden` or `pinned`; `until`: when that is over, if ever. And the
 * changes that they are: `hidden` for those who saw the entry until then, `shown` for those who see it from then on.
 */
export function curationTables(version: number): string {
  const v = `v${checkedVersion(version)}`;
  return `
CREATE TABLE curation_${v} (
  entry_id uuid NOT NULL,
  what text NOT NULL CHECK (what IN ('hidden', 'pinned')),
  until timestamptz,
  since timestamptz NOT NULL,
  PRIMARY KEY (what, entry_id)
);
ALTER TABLE change_${v} DROP CONSTRAINT change_${v}_kind_check;
ALTER TABLE change_${v} ADD CONSTRAINT change_${v}_kind_check
  CHECK (kind IN ('added', 'updated', 'retracted', 'reacted', 'hidden', 'shown', 'pinned', 'unpinned'));`;
}

/** As SQL: who may see the entry `e`. */
export const readersOf = (v: string, e: string): string => `
  CASE WHEN EXISTS (SELECT FROM curation_${v} c WHERE c.what = 'hidden' AND c.entry_id = ${e}.id)
       THEN ARRAY['${HIDDEN_FROM_ALL_BUT}'] ELSE ${e}.audience END`;
