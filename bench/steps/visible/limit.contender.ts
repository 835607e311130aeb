import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import { Client } from 'pg';
import { openBroker } from '../../core/bench-broker.js';
import type { BenchContext } from '../../core/bench-context.js';
import { startContender } from '../../core/contender-process.js';
import type { HiringSystem } from './visible.hires.js';

const TABLES = `
  CREATE TABLE event (id uuid PRIMARY KEY, stream text NOT NULL, data jsonb NOT NULL);
  CREATE TABLE feed (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE, stream text NOT NULL,
                     event jsonb NOT NULL)`;

export async function startLimit(context: BenchContext): Promise<HiringSystem> {
  const database = await context.database();
  const { url, queues } = await openBroker(context);
  const client = new Client({ connectionString: database });
  await client.connect();
  await client.query(TABLES);
  const port = await freePort();
  const environment = { DATABASE_URL: database, AMQP_URL: url, QUEUES: queues.join(), PORT: String(port) };
  const limit = await startContender(join(import.meta.dirname, 'limit.js'), environment, context);
  return {
    port,
    signedIn: {},
    database,
    newer: 'SELECT position, stream FROM feed WHERE position > $1 ORDER BY position',
    // Whoever reads, reads this table.
    checkRead: () => Promise.resolve(),
    count: async () => {
      const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM feed');
      return rows[0]!.count;
    },
    stop: async () => {
      await client.end();
      await limit.stop();
    },
  };
}
