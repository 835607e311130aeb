import type { Waiting } from './evidence.js';
import { type Query, SOURCES } from './session.js';

interface PendingRow {
  readonly source: string;
  readonly stream: string;
  readonly sequence: string;
}

interface ParkedRow {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
  readonly source: string | null;
  readonly event_id: string | null;
  readonly body: Buffer;
}

/** Everything that has not come to its end. */
export async function readWaiting(query: Query): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const [app, schema] of Object.entries(SOURCES)) {
    const sql = `SELECT e.event_id FROM ${schema}.outbox o JOIN ${schema}.events e ON e.position = o.event_position`;
    const rows = await query<{ event_id: string }>(sql);
    waiting.push(...rows.map((row): Waiting => ({ place: 'outbox', what: `/${app} ${row.event_id}` })));
  }
  const pending = await query<PendingRow>('SELECT source, stream, sequence FROM feed.pending');
  for (const { source, stream, sequence } of pending)
    waiting.push({ place: 'pending', what: `${source} ${stream} number ${sequence}` });
  const parked = await query<ParkedRow>('SELECT * FROM feed.parked ORDER BY id');
  for (const { id, reason, detail, source, event_id, body } of parked) {
    const what = `message ${id} (${source ?? 'of nobody'} ${event_id ?? ''}: ${reason}, ${detail})`;
    waiting.push({ place: 'parked', what, body: body.toString('latin1') });
  }
  return waiting;
}
