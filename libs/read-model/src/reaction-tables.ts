import { checkedVersion } from './projection-tables.js';

/**
 * What came to the tables of a version with retractions and reactions. `entry.stream`: whose events may retract it.
 * `reaction_count` is kept beside `reaction`, so that a page costs the same however many people reacted.
 */
export function reactionTables(version: number): string {
  const v = `v${checkedVersion(version)}`;
  return `
ALTER TABLE entry_${v} ADD COLUMN stream text;
CREATE INDEX entry_${v}_by_stream ON entry_${v} (source, stream) WHERE stream IS NOT NULL;
CREATE TABLE reaction_${v} (
  entry_id uuid NOT NULL,
  person_id text NOT NULL,
  kind text NOT NULL,
  PRIMARY KEY (entry_id, person_id, kind)
);
CREATE TABLE reaction_count_${v} (
  entry_id uuid NOT NULL,
  kind text NOT NULL,
  count int NOT NULL CHECK (count >= 0),
  PRIMARY KEY (entry_id, kind)
);
ALTER TABLE change_${v} DROP CONSTRAINT change_${v}_kind_check;
ALTER TABLE change_${v} ADD CONSTRAINT change_${v}_kind_check
  CHECK (kind IN ('added', 'updated', 'retracted', 'reacted'));`;
}
