import { Client } from 'pg';
import { audiencesOf } from '#lib/contracts';
import { encodeCursor } from '../../../apps/feed-api/src/read-feed/feed.cursor.js';

/** The audiences that the first of the readers belongs to. */
export const AUDIENCES = audiencesOf({ personId: 'reader-0', roles: [], departments: ['d0'] });

/** Where pages begin: after how many rows of the first reader's list, and the cursor that says so. */
export interface PagePlace {
  readonly row: number;
  readonly cursor: string;
}

/** Of `count` pages in a row, from somewhere in the list on. */
export async function placesFrom(databaseUrl: string, row: number, count: number): Promise<PagePlace[]> {
  const client = new Client({
    connectionString: databaseUrl,
    options: '-c search_path=feed -c timezone=UTC',
  });
  await client.connect();
  const { rows } = await client.query<{ at: string; id: string }>(
    `SELECT to_char(occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, entry_id AS id FROM entry_audience_v1
      WHERE audience = ANY ($1) ORDER BY occurred_at DESC, entry_id DESC OFFSET $2 LIMIT $3`,
    [AUDIENCES, row, count],
  );
  await client.end();
  if (rows.length < count) throw new Error(`the list has no ${row + count} rows`);
  return rows.map(({ at, id }, n) => ({
    row: row + n + 1,
    cursor: encodeCursor({ occurredAt: at, id }, {}),
  }));
}
