/** A whole number of a projection, so that it may stand in the name of a table. */
export function checkedVersion(version: number): number {
  if (!Number.isSafeInteger(version) || version < 1) throw new Error(`${version} is no projection version`);
  return version;
}

/**
 * The tables of one version of the projection. `entry_audience` is what pages are read from: one row for each
 * audience that may see an entry, in the order of the page, so that a page is an index range scan however deep it lies.
 * `name`: what the people, departments and teams that entries mention are called now. `change` is what happened to the
 * feed, in commit order.
 */
export function projectionTables(version: number): string {
  const v = `v${checkedVersion(version)}`;
  return `
CREATE TABLE entry_${v} (
  id uuid PRIMARY KEY,
  occurred_at timestamptz NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  source text NOT NULL,
  event_id text NOT NULL,
  args jsonb NOT NULL,
  mentions text[] NOT NULL,
  audience text[] NOT NULL
);
CREATE TABLE entry_audience_${v} (
  audience text NOT NULL,
  occurred_at timestamptz NOT NULL,
  entry_id uuid NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (audience, occurred_at, entry_id)
);
CREATE INDEX entry_audience_${v}_by_name ON entry_audience_${v} (audience, name, occurred_at, entry_id);
CREATE TABLE name_${v} (
  mention text PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE change_${v} (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('added', 'updated', 'retracted')),
  audience text[] NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);`;
}
