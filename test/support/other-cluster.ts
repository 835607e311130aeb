import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/postgres';

/** Runs `work` on a connection of its own. */
export async function onDatabase<Result>(
  at: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: at });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The one value that a query answers. */
export const valueOf = async (at: string, sql: string): Promise<string> =>
  onDatabase(at, async (client) => String(Object.values((await client.query(sql)).rows[0] as object)[0]));

/**
 * What pg_dump does with the rows of these schemas: one snapshot, tables as they are, where sequences stand. The server
 * writes the rows into `dir`. Answers the statements that bring them back where the tables are made.
 */
export async function dump(url: string, dir: string, ...schemas: string[]): Promise<string[]> {
  return onDatabase(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const { rows: tables } = await client.query<Record<'copy' | 'empty' | 'fill', string>>(TABLES, [
      schemas,
      dir,
    ]);
    for (const { copy } of tables) await client.query(copy);
    const { rows: sequences } = await client.query<{ set: string }>(SEQUENCES, [schemas]);
    return [
      'SET session_replication_role = replica',
      ...tables.map(({ empty }) => empty),
      ...tables.map(({ fill }) => fill),
      ...sequences.map(({ set }) => set),
    ];
  });
}

const TABLES = `
  SELECT format('COPY %I.%I TO %L', schemaname, tablename, file) AS copy,
         format('TRUNCATE %I.%I CASCADE', schemaname, tablename) AS empty,
         format('COPY %I.%I FROM %L', schemaname, tablename, file) AS fill
    FROM (SELECT *, $2::text || '/' || schemaname || '.' || tablename AS file FROM pg_tables) AS tables
   WHERE schemaname = ANY ($1)`;

const SEQUENCES = `
  SELECT format('SELECT setval(%L, %s)', format('%I.%I', schemaname, sequencename), last_value) AS set
    FROM pg_sequences WHERE schemaname = ANY ($1) AND last_value IS NOT NULL`;

/** Fills another cluster with what was dumped, and lets it take the place of `server`: same address, same password. */
export async function takeThePlaceOf(
  server: EmbeddedPostgres,
  other: EmbeddedPostgres,
  otherDir: string,
  dumped: readonly string[],
): Promise<EmbeddedPostgres> {
  const { password, port } = new URL(server.url);
  await onDatabase(other.url, async (client) => {
    for (const statement of dumped) await client.query(statement);
    await client.query(`ALTER ROLE postgres PASSWORD '${password}'`);
  });
  await other.stop();
  await writeFile(join(otherDir, 'pg/company-feed.password'), password);
  await server.stop();
  return startEmbeddedPostgres({ dataDir: otherDir, port: Number(port), respawn: false });
}
