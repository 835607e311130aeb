import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Fault, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { atTheDatabase, surelyAtTheDatabase } from './at-the-database.js';
import { announcement, FOREIGN_SOURCE } from './foreign-events.js';
import { SOURCES } from '../verdict/session.js';

/** Far below the longest transaction that the outbox's low-water mark allows for. */
const HELD_MS = [1_000, 5_000] as const;

/** Locks that writers of the feed, or relays, come upon. */
const LOCKS = {
  'lock held: feed.log': 'LOCK TABLE feed.log IN ACCESS EXCLUSIVE MODE',
  'lock held: feed.stream_progress': 'LOCK TABLE feed.stream_progress IN EXCLUSIVE MODE',
  'lock held: an outbox': 'LOCK TABLE employee_registrar.outbox IN EXCLUSIVE MODE',
  'lock held: leases': 'LOCK TABLE employee_registrar.outbox_lease IN EXCLUSIVE MODE',
};

/** Transactions that stay open for seconds while others commit. */
export const transactionFaults: readonly Fault[] = [
  {
    kind: 'transaction held open',
    modes: ['distributed', 'standalone'],
    weight: 2,
    // With a transaction id: whoever reads everything in commit order must wait for it.
    inject: (system, random) => hold(system, random, ['SELECT pg_current_xact_id()']),
  },
  {
    kind: 'event committed late',
    modes: ['distributed', 'standalone'],
    weight: 3,
    inject: commitLate,
  },
  ...Object.entries(LOCKS).map(([kind, sql]): Fault => ({
    kind,
    modes: ['distributed', 'standalone'],
    inject: (system, random) => hold(system, random, ["SET LOCAL lock_timeout = '5s'", sql]),
  })),
];

/** Should the server go away meanwhile, the transaction is over as well. */
async function hold(
  system: SystemUnderTest,
  random: Random,
  statements: readonly string[],
): Promise<unknown> {
  const ms = random.int(...HELD_MS);
  const work = async (client: Client): Promise<void> => {
    await client.query('BEGIN');
    for (const sql of statements) await client.query(sql);
    await sleep(ms);
    await client.query('ROLLBACK');
  };
  return atTheDatabase(system, work).then(
    () => ({ ms }),
    (error: Error) => ({ ms, over: error.message }),
  );
}

const APPEND = `
  SELECT * FROM append_events($1, 0, $2::uuid[], $3::text[], $4::jsonb[], '{true}', $5, $6::jsonb, NULL, NULL)`;

const IS_RECORDED = `SELECT FROM ${SOURCES['event-intake']}.events WHERE event_id = $1`;

/**
 * An event as the event intake records it, in a transaction that commits only after many that began later: its place in
 * the outbox and in the store is before theirs.
 */
async function commitLate(system: SystemUnderTest, random: Random): Promise<unknown> {
  const ms = random.int(...HELD_MS);
  const event = announcement(`faults/${randomUUID()}`, 1, 'committed late');
  const { data, ...envelope } = event;
  const work = async (client: Client): Promise<void> => {
    await client.query('BEGIN');
    await client.query(`SET LOCAL search_path = ${SOURCES['event-intake']}`);
    const stream = `${FOREIGN_SOURCE} ${event.subject}`;
    await client.query(APPEND, [
      stream,
      [event.id],
      [event.type],
      [JSON.stringify(data)],
      event.time,
      JSON.stringify({ envelope }),
    ]);
    await sleep(ms);
    await client.query('COMMIT');
  };
  const failure = await atTheDatabase(system, work).then(
    () => undefined,
    (error: Error) => error.message,
  );
  // The server may have fallen before it could answer the commit.
  const recorded = await surelyAtTheDatabase(system, async (client) => client.query(IS_RECORDED, [event.id]));
  const isRecorded = recorded.rowCount === 1;
  if (isRecorded) system.planted.event(event);
  return { ms, event: event.id, isRecorded, failure };
}
