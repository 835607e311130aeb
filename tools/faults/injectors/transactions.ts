import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { CloudEvent } from '#lib/envelope';
import type { Fault, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { atTheDatabase, surelyAtTheDatabase } from './at-the-database.js';
import { announcement, FOREIGN_SOURCE } from './foreign-events.js';
import { SOURCES } from '../verdict/session.js';

/** Far below the longest transaction that the outbox's low-water mark allows for. */
const HELD_MS = [1_000, 5_000] as const;

/** Committed while an event is kept waiting that has its place before them. */
const OVERTAKING = 4;

/** What the intake calls the streams of that publisher begins so. */
const STREAM = `${FOREIGN_SOURCE} `;

/** Locks that writers of the feed, or relays, come upon. */
const LOCKS = {
  'lock held: feed.log': 'LOCK TABLE feed.log IN ACCESS EXCLUSIVE MODE',
  'lock held: feed.stream_progress': 'LOCK TABLE feed.stream_progress IN EXCLUSIVE MODE',
  // Behind what a batch has told as changes, with their positions.
  'lock held: feed.reaction_v1': 'LOCK TABLE feed.reaction_v1 IN EXCLUSIVE MODE',
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

const RECORDED = `
  SELECT event_id FROM ${SOURCES['event-intake']}.events WHERE event_id = ANY ($1::uuid[])`;

/** Subjects whose streams are in that part of the outbox. */
const IN_PART = `SELECT subject FROM unnest($1::text[]) AS subject WHERE abs(hashtextextended($2 || subject, 7) % 16) = $3`;

/** Appends it as the event intake does, and leaves the transaction open. Gives the part of the outbox. */
async function append(client: Client, event: CloudEvent): Promise<number> {
  const { data, ...envelope } = event;
  await client.query('BEGIN');
  await client.query(`SET LOCAL search_path = ${SOURCES['event-intake']}`);
  const { rows } = await client.query<{ part: number }>(APPEND, [
    STREAM + event.subject,
    [event.id],
    [event.type],
    [JSON.stringify(data)],
    event.time,
    JSON.stringify({ envelope }),
  ]);
  return rows[0]!.part;
}

/**
 * An event as the event intake records it, in a transaction that commits only after others that began later: its place in
 * the outbox and in the store is before theirs, and they are published meanwhile.
 */
async function commitLate(system: SystemUnderTest, random: Random): Promise<unknown> {
  const ms = random.int(...HELD_MS);
  const late = announcement(`faults/${randomUUID()}`, 1, 'committed late');
  const events = [late];
  const overtake = async (client: Client, part: number): Promise<void> => {
    const drawn = Array.from({ length: 40 * OVERTAKING }, () => `faults/${randomUUID()}`);
    const { rows } = await client.query<{ subject: string }>(IN_PART, [drawn, STREAM, part]);
    for (const { subject } of rows.slice(0, OVERTAKING)) {
      const event = announcement(subject, 1, 'overtaking');
      events.push(event);
      await append(client, event);
      await client.query('COMMIT');
      await sleep(ms / OVERTAKING);
    }
  };
  const work = async (client: Client): Promise<void> => {
    const part = await append(client, late);
    await atTheDatabase(system, async (other) => overtake(other, part));
    await client.query('COMMIT');
  };
  const failure = await atTheDatabase(system, work).then(
    () => undefined,
    (error: Error) => error.message,
  );
  // The server may have fallen before it could answer a commit.
  const ids = events.map(({ id }) => id);
  const { rows } = await surelyAtTheDatabase(system, async (client) =>
    client.query<{ event_id: string }>(RECORDED, [ids]),
  );
  const recorded = new Set(rows.map((row) => row.event_id));
  for (const event of events) if (recorded.has(event.id)) system.planted.event(event);
  return { ms, event: late.id, isRecorded: recorded.has(late.id), overtaking: events.length - 1, failure };
}
