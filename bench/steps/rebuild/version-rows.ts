import type { Client } from 'pg';

/** The tables of a version of the read model, without its number. */
export async function tablesOf(client: Client, version: number): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT regexp_replace(tablename, '_v\\d+$', '') AS name FROM pg_tables
      WHERE schemaname = 'feed' AND tablename ~ ('_v' || $1 || '$') ORDER BY 1`,
    [version],
  );
  return rows.map(({ name }) => name);
}

/** How many rows each has. */
export async function rowsOf(client: Client, version: number): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of await tablesOf(client, version)) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM feed.${table}_v${version}`,
    );
    found[table] = rows[0]!.n;
  }
  return found;
}
