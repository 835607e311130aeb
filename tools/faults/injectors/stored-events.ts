import { contracts } from '#lib/contracts';
import type { CloudEvent, Envelope } from '#lib/envelope';
import type { SystemUnderTest } from '../system.js';
import { SCHEMAS, surelyAtTheDatabase } from './at-the-database.js';

/** Events that their relay has published, or that wait in the outbox still. */
export type Stretch = 'published' | 'waiting';

interface Row {
  readonly event_id: string;
  readonly stream: string;
  readonly published: number;
  readonly type: string;
  readonly data: unknown;
  readonly envelope: Envelope | null;
  readonly request_id: string | null;
  readonly occurred_at: Date;
}

const LATEST = 400;

const query = (schema: string, stretch: Stretch): string => `
  SELECT event_id, stream, published::int, type, data, meta -> 'envelope' AS envelope,
         meta ->> 'requestId' AS request_id, occurred_at
    FROM ${schema}.events e
   WHERE type = ANY ($1)
     AND ${stretch === 'waiting' ? '' : 'NOT'} EXISTS (
           SELECT FROM ${schema}.outbox WHERE event_position = e.position)
   ORDER BY position DESC LIMIT ${LATEST}`;

/** The latest public events of all sources, as their relays publish them. */
export function storedEvents(system: SystemUnderTest, stretch: Stretch): Promise<CloudEvent[]> {
  return surelyAtTheDatabase(system, async (client) => {
    const events: CloudEvent[] = [];
    for (const [source, schema] of Object.entries(SCHEMAS)) {
      const { rows } = await client.query<Row>(query(schema, stretch), [contracts.map(({ type }) => type)]);
      events.push(...rows.map((row) => toCloudEvent(row, `/${source}`)));
    }
    return events;
  });
}

/** The same that the outbox makes of it. */
function toCloudEvent(row: Row, source: string): CloudEvent {
  if (row.envelope) return { ...row.envelope, data: row.data };
  return {
    specversion: '1.0',
    id: row.event_id,
    source,
    type: row.type,
    subject: row.stream,
    sequence: row.published,
    time: row.occurred_at.toISOString(),
    datacontenttype: 'application/json',
    ...(row.request_id !== null && { correlationid: row.request_id }),
    data: row.data,
  };
}
