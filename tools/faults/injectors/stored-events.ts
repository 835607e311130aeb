import { contracts } from '#lib/contracts';
import type { CloudEvent } from '#lib/envelope';
import { type PublishedRow, toCloudEvent } from '#lib/outbox';
import type { SystemUnderTest } from '../system.js';
import { surelyAtTheDatabase } from './at-the-database.js';
import { SOURCES } from '../verdict/session.js';

/** Events that their relay has published, or that wait in the outbox still. */
export type Stretch = 'published' | 'waiting';

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
    for (const [source, schema] of Object.entries(SOURCES)) {
      const { rows } = await client.query<PublishedRow>(query(schema, stretch), [
        contracts.map(({ type }) => type),
      ]);
      events.push(...rows.map((row) => toCloudEvent(row, `/${source}`)));
    }
    return events;
  });
}
