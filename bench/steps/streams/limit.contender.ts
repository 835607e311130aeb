import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '#lib/postgres';
import type { BenchContext } from '../../core/bench-context.js';
import { startContender } from '../../core/contender-process.js';
import type { StreamingSystem } from './followed.hires.js';
import { COLLECTING } from './memory.js';

export async function startLimit(context: BenchContext): Promise<StreamingSystem> {
  const database = await context.database();
  const client = new Client({ connectionString: database });
  await client.connect();
  await client.query('CREATE TABLE event (id uuid PRIMARY KEY, data jsonb NOT NULL)');
  await client.end();
  const port = await freePort();
  const environment = { ...COLLECTING, DATABASE_URL: database, PORT: String(port) };
  const limit = await startContender(join(import.meta.dirname, 'limit.js'), environment, context);
  return {
    ports: { hires: port, streams: port },
    signedIn: {},
    pid: limit.pid,
    stop: () => limit.stop(),
  };
}
