import { checkedVersion } from './projection-tables.js';

/**
 * What came to the tables of a version that can be read as it was at an earlier moment. Moments are when the feed received
 * an event, as its log tells: a rebuild makes the same past.
 *
 * - `entry_past`: entries that were taken back, from `since` to `until`.
 * - `name_past`: every name that was ever told, by the place in the log of the event that told it.
 */
export function pastTables(version: number): string {
  const v = `v${checkedVersion(version)}`;
  return `
CREATE TABLE entry_past_${v} (
  id uuid PRIMARY KEY,
  occurred_at timestamptz NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  source text NOT NULL,
  event_id text NOT NULL,
  args jsonb NOT NULL,
  mentions text[] NOT NULL,
  audience text[] NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL
);
CREATE INDEX entry_past_${v}_by_time ON entry_past_${v} (occurred_at, id);
CREATE INDEX entry_past_${v}_by_mention ON entry_past_${v} USING gin (mentions);
CREATE TABLE name_past_${v} (
  mention text NOT NULL,
  position bigint NOT NULL,
  since timestamptz NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (mention, position)
);`;
}
