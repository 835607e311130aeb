import { CreateEvents1763600000001, noteCluster } from '#lib/event-store';
import { leaseParts, outboxMigrations } from '#lib/outbox';
import { keysDatabase } from '#lib/personal-data';
import { Database } from '#lib/postgres';
import type { BenchContext } from '../../core/bench-context.js';

export const SCHEMA = 'employee_registrar';
const A_DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * A new database with the tables of the registrar. Somebody else has the lease of its whole outbox, as one of two replicas may:
 * to publish is the next step, with a limit of its own.
 */
export async function sourceDatabase(context: BenchContext): Promise<string> {
  const url = await context.database();
  const migrations = [...outboxMigrations, CreateEvents1763600000001];
  const database = new Database({ url, schema: SCHEMA, applicationName: 'bench', migrations });
  const keys = keysDatabase(url, 'bench');
  for (const each of [database, keys]) await each.onModuleInit();
  await database.run(noteCluster);
  await database.run(leaseParts, 'another replica', A_DAY_MS);
  for (const each of [database, keys]) await each.onApplicationShutdown();
  return url;
}

/** Whole: the event, and what is to be published of it. */
export const COUNTED = `
  SELECT count(*)::int AS recorded
    FROM ${SCHEMA}.events e JOIN ${SCHEMA}.outbox o ON o.event_position = e.position WHERE e.type = 'employee.hired.v1'`;
