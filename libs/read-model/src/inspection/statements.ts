import { type Statement, statement } from '#lib/postgres';
import { checkedVersion } from '../projection-tables.js';

export const lastReceived = statement<[], { received_at: Date; occurred_at: Date }>(
  'inspect_last_received',
  `SELECT received_at, occurred_at FROM log ORDER BY position DESC LIMIT 1`,
);

/** The oldest first. */
export const findHoles = statement<
  [limit: number],
  { source: string; stream: string; missing: number; first_waiting: number; waiting: number; since: Date }
>(
  'inspect_holes',
  `SELECT source, stream, coalesce(p.last_sequence, 0)::float8 + 1 AS missing, min(w.sequence)::float8 AS first_waiting,
          count(*)::int AS waiting, min(w.received_at) AS since
     FROM pending w LEFT JOIN stream_progress p USING (source, stream)
    GROUP BY source, stream, p.last_sequence ORDER BY since LIMIT $1`,
);

export const countParked = statement<[], { reason: string; count: number }>(
  'inspect_parked',
  `SELECT reason, count(*)::int AS count FROM parked GROUP BY reason ORDER BY reason`,
);

export const findInLog = statement<
  [id: string],
  {
    source: string;
    type: string;
    stream: string | null;
    sequence: number | null;
    shown: boolean;
    position: string;
    received_at: Date;
  }
>(
  'inspect_log',
  `SELECT source, type, stream, sequence::float8, shown, position, received_at FROM log WHERE event_id = $1`,
);

export const findInPending = statement<
  [id: string],
  { source: string; stream: string; sequence: number; received_at: Date; last_sequence: number }
>(
  'inspect_pending',
  `SELECT w.source, w.stream, w.sequence::float8, w.received_at, coalesce(p.last_sequence, 0)::float8 AS last_sequence
     FROM pending w LEFT JOIN stream_progress p USING (source, stream) WHERE w.event ->> 'id' = $1`,
);

export const findInParked = statement<
  [id: string],
  { id: string; source: string | null; reason: string; detail: string; parked_at: Date }
>(
  'inspect_parked_event',
  `SELECT id, source, reason, detail, parked_at FROM parked WHERE event_id = $1 ORDER BY parked.id`,
);

/** What happened to an entry in the feed, and whether it is there now. */
export function findEntry(
  version: number,
): Statement<[id: string], { is_there: boolean; changes: { kind: string; at: string }[] }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `inspect_entry_${v}`,
    `SELECT EXISTS (SELECT FROM entry_${v} WHERE id = $1) AS is_there,
            coalesce((SELECT json_agg(json_build_object('kind', kind, 'at', changed_at) ORDER BY position)
                        FROM change_${v} WHERE entry_id = $1 AND kind <> 'reacted'), '[]') AS changes`,
  );
}
