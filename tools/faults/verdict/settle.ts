import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemUnderTest } from '../system.js';
import { type Query, inSession, SOURCES } from './session.js';

const EVERY_MS = 500;

interface Standing {
  readonly outbox: number;
  readonly pending: number;
  /** Stored, and not in the log. */
  readonly stored: number;
  /** Planted, and not in the log. */
  readonly planted: number;
  /** Poison that is not parked. */
  readonly poison: number;
}

/**
 * Waits until nothing is on its way: outboxes and `pending` are empty, the log has everything, the poison is parked.
 * Answers how long that took, and what was still open when patience ended.
 */
export async function settle(
  system: SystemUnderTest,
  patienceMs: number,
): Promise<{ tookMs: number; open?: Standing }> {
  const begun = performance.now();
  for (;;) {
    const open = await inSession(system, (query) => standing(query, system)).catch(() => undefined);
    const tookMs = Math.round(performance.now() - begun);
    if (open && Object.values(open).every((count) => count === 0)) return { tookMs };
    if (open && tookMs > patienceMs) return { tookMs, open };
    if (tookMs > 2 * patienceMs) throw new Error('the database did not answer to the end');
    await sleep(EVERY_MS);
  }
}

async function standing(query: Query, { planted }: SystemUnderTest): Promise<Standing> {
  const count = async (sql: string, values: readonly unknown[] = []): Promise<number> =>
    Number((await query<{ count: string }>(sql, values))[0]!.count);
  const sum = (of: (app: string, schema: string) => string): string =>
    `SELECT ${Object.entries(SOURCES)
      .map(([app, schema]) => `(SELECT count(*) FROM ${of(app, schema)})`)
      .join(' + ')} AS count`;
  const ids = planted.events.map(({ id }) => id);
  return {
    outbox: await count(sum((_, schema) => `${schema}.outbox`)),
    pending: await count('SELECT count(*) FROM feed.pending'),
    stored: await count(sum((app, schema) => unlogged(`/${app}`, schema))),
    planted: ids.length - (await count('SELECT count(*) FROM feed.log WHERE event_id = ANY ($1)', [ids])),
    poison: await count(`SELECT count(*) FROM ${UNPARKED}`, [planted.marks.map((mark) => Buffer.from(mark))]),
  };
}

/** An event of another system goes by the source and the id that it came with. */
const unlogged = (source: string, schema: string): string => `${schema}.events e WHERE NOT EXISTS (
  SELECT FROM feed.log l
   WHERE l.source = coalesce(e.meta -> 'envelope' ->> 'source', '${source}')
     AND l.event_id = coalesce(e.meta -> 'envelope' ->> 'id', e.event_id::text))`;

const UNPARKED = `unnest($1::bytea[]) AS mark WHERE NOT EXISTS (
  SELECT FROM feed.parked WHERE position(mark IN body) > 0)`;
