import { type Database, statement } from '#lib/postgres';

/** Events that have not come although later ones of their stream wait for them. */
export interface MissingEvents {
  readonly source: string;
  readonly stream: string;
  /** The first and the last sequence. */
  readonly from: number;
  readonly to: number;
  readonly waitedSeconds: number;
}

const findOpen = statement<
  [olderThanMs: number, limit: number],
  { source: string; stream: string; from: number; to: number; waited: number }
>(
  'feed_find_open_holes',
  `SELECT w.source, w.stream, coalesce(max(p.last_sequence), 0)::float8 + 1 AS from, min(w.sequence)::float8 - 1 AS to,
          extract(epoch FROM clock_timestamp() - min(w.received_at))::float8 AS waited
     FROM pending w LEFT JOIN stream_progress p USING (source, stream)
    GROUP BY w.source, w.stream
   HAVING min(w.received_at) < clock_timestamp() - make_interval(secs => $1::float8 / 1000)
      AND min(w.sequence) > coalesce(max(p.last_sequence), 0) + 1
    ORDER BY min(w.received_at) LIMIT $2`,
);

/** Holes that have been open for longer than this, the oldest first. */
export async function openHoles(
  database: Database,
  olderThanMs: number,
  limit: number,
): Promise<MissingEvents[]> {
  const rows = await database.run(findOpen, olderThanMs, limit);
  return rows.map(({ waited, ...hole }) => ({ ...hole, waitedSeconds: waited }));
}
