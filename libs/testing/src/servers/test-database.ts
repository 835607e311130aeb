import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** Part of a server that one suite has to itself. */
export interface TestDatabase {
  readonly url: string;
  /** Removes it, connections included. */
  readonly drop: () => Promise<void>;
}

/** A new, empty database on the server at TEST_POSTGRES_URL. Throws when the variable is not set. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server)
    throw new Error('TEST_POSTGRES_URL is not set: the suite belongs into the project integration or e2e');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
