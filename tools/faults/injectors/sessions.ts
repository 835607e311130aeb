import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Fault } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { atTheDatabase, SESSIONS, surelyAtTheDatabase } from './at-the-database.js';

/** The server ends sessions of the apps, as an administrator or a failover would. */
export const sessionFaults: readonly Fault[] = [
  {
    kind: 'end every session of the apps',
    modes: ['distributed', 'standalone'],
    weight: 2,
    inject: async (system) => ({
      sessions: await surelyAtTheDatabase(system, (client) => endSessions(client, END_ALL)),
    }),
  },
  {
    kind: 'end sessions in the middle of transactions',
    modes: ['distributed', 'standalone'],
    weight: 3,
    inject: async (system, random) => ({ sessions: await endInTransactions(system, random.int(500, 2_000)) }),
  },
];

const END_ALL = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ANY ($1)`;

/** Those that have written something and not committed it. */
const END_WRITERS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
   WHERE application_name = ANY ($1) AND backend_xid IS NOT NULL`;

async function endSessions(client: Client, sql: string): Promise<number> {
  return (await client.query(sql, [SESSIONS])).rowCount ?? 0;
}

/** Transactions are short, so it looks often. The server may go away meanwhile; then there are none. */
async function endInTransactions(system: SystemUnderTest, ms: number): Promise<number> {
  let ended = 0;
  const until = performance.now() + ms;
  const hunt = async (client: Client): Promise<void> => {
    while (performance.now() < until) {
      ended += await endSessions(client, END_WRITERS);
      await sleep(10);
    }
  };
  await atTheDatabase(system, hunt).catch(() => undefined);
  return ended;
}
