import type { Envelope } from '#lib/envelope';
import { statement } from '#lib/postgres';

interface EventRow {
  position: string;
  stream: string;
  version: number;
  published: number;
  event_id: string;
  type: string;
  data: unknown;
  meta: EventMeta;
  occurred_at: Date;
}

/** What is recorded beside an event: where it came from. */
export interface EventMeta {
  readonly requestId?: string;
  /** Of an event that somebody else published: what its outbox row goes out with, instead of attributes of ours. */
  readonly envelope?: Envelope;
}

export type { EventRow };

/**
 * Whether the database is still in the cluster that was noted: a dump may be restored elsewhere, at the same address,
 * while a process lives on. Costs some 15 µs: the server reads its control file.
 */
const NOT_MOVED = `(SELECT system_identifier FROM event_epoch) = (SELECT system_identifier::text FROM pg_control_system())`;

export type AppendValues = [
  stream: string,
  expected: number,
  ids: string[],
  types: string[],
  data: string[],
  isPublic: boolean[],
  occurredAt: Date,
  meta: EventMeta,
  key: string | null,
  fingerprint: string | null,
];

export interface AppendedRow {
  stream: string;
  version: number;
  part: number | null;
}

/** No row, and nothing done, when the cluster is not the noted one: {@link noteCluster} comes first (trap T5). */
export const appendEvents = statement<AppendValues, AppendedRow>(
  'append_events',
  // A condition without columns is decided once, before the function is called.
  `SELECT stream, version::int, part FROM append_events($1, $2, $3, $4, $5::jsonb[], $6, $7, $8, $9, $10)
    WHERE ${NOT_MOVED}`,
);

/** The same in columns, one event for each of different streams. A row for each that was plain enough; `n` counts from 1. */
export const appendTogether = statement<
  [
    streams: string[],
    expected: number[],
    ids: string[],
    types: string[],
    data: string[],
    isPublic: boolean[],
    occurredAt: Date[],
    meta: string[],
    keys: (string | null)[],
    fingerprints: (string | null)[],
  ],
  AppendedRow & { n: number }
>(
  'append_together',
  `SELECT n, stream, version::int, part FROM append_together($1, $2, $3, $4, $5::jsonb[], $6, $7, $8::jsonb[], $9, $10)
    WHERE ${NOT_MOVED}`,
);

/**
 * Assigns no transaction id, so it may and must come before every write of its transaction (trap T2). Locks in the order
 * of the keys, whatever the order of the streams, so that two of these never wait for each other.
 */
export const lockStreams = statement<[streams: string[]], unknown>(
  'lock_streams',
  `SELECT pg_advisory_xact_lock(key)
     FROM (SELECT DISTINCT hashtextextended(stream, 7) AS key FROM unnest($1::text[]) AS stream ORDER BY key) AS keys`,
);

const COLUMNS = `position, stream, version::int, published::int, event_id, type, data, meta, occurred_at`;

export const readStreamFrom = statement<[stream: string, afterVersion: number], EventRow>(
  'read_stream',
  `SELECT ${COLUMNS} FROM events WHERE stream = $1 AND version > $2 ORDER BY version`,
);

export const findPublished = statement<[stream: string, version: number], { published: number }>(
  'find_published',
  `SELECT published::int FROM events WHERE stream = $1 AND version = $2`,
);

/** As they were recorded, in whatever version of their contracts. */
export const findRecorded = statement<[ids: string[]], EventRow>(
  'find_recorded',
  `SELECT ${COLUMNS} FROM events WHERE event_id = ANY ($1::uuid[])`,
);

/**
 * Everything in commit order, up to the oldest transaction that is still open: what is behind that line never changes
 * (trap T1). A transaction id means something only within one Postgres cluster, so after a restore elsewhere the epoch
 * rises: older epochs are complete, and come first (trap T5); until the first append there, all that is in it is. One statement is one snapshot. The order names the table's
 * columns: a bare `xid` would be the text of the output, where 1000 comes before 999.
 */
export const readAllAfter = statement<
  [epoch: number, xid: string, position: string, limit: number],
  EventRow & { epoch: number; xid: string }
>(
  'read_all',
  `SELECT ${COLUMNS}, epoch, xid::text FROM events
    WHERE (epoch, xid, position) > ($1, $2::xid8, $3)
      AND (epoch < (SELECT epoch FROM event_epoch) OR NOT ${NOT_MOVED} OR xid < pg_snapshot_xmin(pg_current_snapshot()))
    ORDER BY events.epoch, events.xid, events.position LIMIT $4`,
);

/** Takes note of the cluster the events now live in; a new one begins the next epoch. */
export const noteCluster = statement<[], { epoch: number }>(
  'note_cluster',
  `INSERT INTO event_epoch (epoch, system_identifier)
   SELECT 1, system_identifier::text FROM pg_control_system()
   ON CONFLICT (only_row) DO UPDATE
     SET epoch = event_epoch.epoch + 1, system_identifier = excluded.system_identifier
     WHERE event_epoch.system_identifier <> excluded.system_identifier
   RETURNING epoch`,
);

export const findIdempotent = statement<
  [key: string],
  { fingerprint: string; stream: string; version: number }
>('find_idempotent', `SELECT fingerprint, stream, version::int FROM idempotency WHERE key = $1`);

/** For a command that recorded nothing: the same answer all the same. */
export const rememberIdempotent = statement<
  [key: string, fingerprint: string, stream: string, version: number],
  never
>(
  'remember_idempotent',
  `INSERT INTO idempotency (key, fingerprint, stream, version) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
);

export const forgetIdempotent = statement<[olderThanHours: number, limit: number], { key: string }>(
  'forget_idempotent',
  `DELETE FROM idempotency WHERE key IN (
     SELECT key FROM idempotency WHERE created_at < now() - make_interval(hours => $1) ORDER BY created_at LIMIT $2
   ) RETURNING key`,
);
