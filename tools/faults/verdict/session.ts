import { Client } from 'pg';
import type { SystemUnderTest } from '../system.js';

/** The sources by the schema of each. */
export const SOURCES: Readonly<Record<string, string>> = {
  'employee-registrar': 'employee_registrar',
  'org-structure': 'org_structure',
  thanks: 'thanks',
  reactions: 'reactions',
  'event-intake': 'event_intake',
  curation: 'curation',
};

/** A server that is paused by a fault says nothing, not even that it is away. */
const LONGEST_QUERY_MS = 60_000;

export type Query = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Reads from the database past every proxy, on a connection that is closed again. */
export async function inSession<Result>(
  { postgres }: Pick<SystemUnderTest, 'postgres'>,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    connectionString: postgres.url,
    connectionTimeoutMillis: 5_000,
    query_timeout: LONGEST_QUERY_MS,
  });
  // Whatever is under way rejects; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(async (sql, values = []) => (await client.query(sql, [...values])).rows as never[]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The version of the projection that readers see; it stands in the names of its tables. */
export async function liveVersion(query: Query): Promise<string> {
  const [row] = await query<{ version: number }>(`SELECT version FROM feed.projection WHERE status = 'live'`);
  if (!row || !Number.isSafeInteger(row.version)) throw new Error('no projection is live');
  return `v${row.version}`;
}
