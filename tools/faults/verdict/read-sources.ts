import type { Envelope } from '#lib/envelope';
import type { StoredEvent, UsedKey } from './evidence.js';
import { type Query, SOURCES } from './session.js';

interface EventRow {
  readonly stream: string;
  readonly version: string;
  readonly published: string;
  readonly event_id: string;
  readonly type: string;
  readonly data: unknown;
  readonly meta: { readonly requestId?: string; readonly envelope?: Envelope };
  readonly occurred_at: Date;
}

/** What every source has stored, each stream in its order. */
export async function readStored(query: Query): Promise<StoredEvent[]> {
  const stored: StoredEvent[] = [];
  for (const [app, schema] of Object.entries(SOURCES)) {
    const rows = await query<EventRow>(`SELECT * FROM ${schema}.events ORDER BY stream, version`);
    for (const row of rows) {
      const { stream, type, data, meta } = row;
      stored.push({
        app,
        stream,
        type,
        data,
        version: Number(row.version),
        published: Number(row.published),
        eventId: row.event_id,
        requestId: meta.requestId,
        envelope: meta.envelope,
        occurredAt: row.occurred_at.toISOString(),
      });
    }
  }
  return stored;
}

/** What every source has answered under keys. */
export async function readKeys(query: Query): Promise<UsedKey[]> {
  const keys: UsedKey[] = [];
  for (const [app, schema] of Object.entries(SOURCES)) {
    const sql = `SELECT key, stream, version::int FROM ${schema}.idempotency`;
    const rows = await query<Omit<UsedKey, 'app'>>(sql);
    keys.push(...rows.map((row) => ({ app, ...row })));
  }
  return keys;
}
