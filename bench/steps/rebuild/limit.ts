import { Client } from 'pg';
import type { Contender } from '../../core/step.js';
import type { FilledLog } from './filled.log.js';
import { overSizes } from './over-sizes.js';
import { tablesOf } from './version-rows.js';

/** The same rows, which are there, into tables with the same indexes: no event is read for them. */
export function limitOfRebuilds(logs: readonly FilledLog[]): Contender {
  return { name: 'limit', measure: overSizes(logs, copyVersion), stop: async () => {} };
}

async function copyVersion({ url }: FilledLog): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await tablesOf(client, 2);
    const columns: string[] = [];
    for (const table of tables) columns.push(await columnsOf(client, `${table}_v2`));
    const begun = performance.now();
    await client.query('BEGIN');
    for (const [n, table] of tables.entries()) {
      await client.query(`CREATE TABLE feed.copied_${table} (LIKE feed.${table}_v2 INCLUDING ALL)`);
      await client.query(
        `INSERT INTO feed.copied_${table} (${columns[n]}) OVERRIDING SYSTEM VALUE SELECT ${columns[n]} FROM feed.${table}_v2`,
      );
    }
    await client.query('COMMIT');
    const took = performance.now() - begun;
    for (const table of tables) await client.query(`DROP TABLE feed.copied_${table}`);
    return took;
  } finally {
    await client.end();
  }
}

async function columnsOf(client: Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
      WHERE attrelid = ('feed.' || $1)::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped`,
    [table],
  );
  return rows.map(({ name }) => name).join(', ');
}
