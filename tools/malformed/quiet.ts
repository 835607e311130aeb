import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { feedTopology } from '#lib/messaging';
import type { SystemUnderTest } from '../faults/system.js';
import { inSession, type Query, SOURCES } from '../faults/verdict/session.js';

const EVERY_MS = 500;
/** A batch that is in hand is neither in a queue nor in a table. */
const QUIET_LOOKS = 4;

const OUTBOXES = Object.values(SOURCES)
  .map((schema) => `(SELECT count(*) FROM ${schema}.outbox)`)
  .join(' + ');
const STANDING = `SELECT (${OUTBOXES})::int AS outbox, concat_ws(' ', (SELECT count(*) FROM feed.log),
  (SELECT count(*) FROM feed.pending), (SELECT count(*) FROM feed.parked)) AS feed`;

/**
 * Resolves when nothing has moved for a while and nothing is left to move: outboxes and queues are empty. After
 * `patienceMs` without a change it says what is left, for whoever accounts for it.
 */
export async function whenQuiet(
  system: SystemUnderTest,
  partitions: number,
  patienceMs: number,
): Promise<{ left?: string }> {
  const connection = await connect(system.rabbitmq!.amqpUrl);
  try {
    const channel = await connection.createChannel();
    const queues = feedTopology({ partitions }).queues.map(({ name }) => name);
    const waiting = async (): Promise<number> => {
      const counts = await Promise.all(queues.map((queue) => channel.checkQueue(queue)));
      return counts.reduce((sum, { messageCount }) => sum + messageCount, 0);
    };
    return await inSession(system, (query) => untilQuiet(query, waiting, patienceMs));
  } finally {
    await connection.close();
  }
}

async function untilQuiet(
  query: Query,
  waiting: () => Promise<number>,
  patienceMs: number,
): Promise<{ left?: string }> {
  let [before, since, same] = ['', performance.now(), 0];
  for (;;) {
    const [standing] = await query<{ outbox: number; feed: string }>(STANDING);
    const { outbox, feed } = standing!;
    const queued = await waiting();
    const now = `${outbox} in outboxes, ${queued} in queues, log, pending and parked: ${feed}`;
    if (now !== before) [before, since, same] = [now, performance.now(), 0];
    else same += 1;
    if (same >= QUIET_LOOKS && outbox === 0 && queued === 0) return {};
    if (performance.now() - since > patienceMs) return { left: now };
    await sleep(EVERY_MS);
  }
}
