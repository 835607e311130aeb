import { Client } from 'pg';
import type { SystemUnderTest } from '../system.js';
import { SOURCES } from '../verdict/session.js';
import { insist } from './insist.js';

/** How the sessions of faults are called: what ends sessions leaves these alone. */
const FAULTS = 'company-feed faults';

/** The sessions of the apps, by `application_name`. */
export const SESSIONS: readonly string[] = [...Object.keys(SOURCES), 'feed-projector', 'feed-api'];

/** Runs `work` on a connection of its own, past every proxy. Rejects when the server goes away meanwhile. */
export async function atTheDatabase<Result>(
  system: SystemUnderTest,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    connectionString: system.postgres.url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    application_name: FAULTS,
  });
  // The statement under way rejects; unheard, the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same, from the beginning until it succeeds: for work that does no harm twice. */
export function surelyAtTheDatabase<Result>(
  system: SystemUnderTest,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  return insist(() => atTheDatabase(system, work));
}
