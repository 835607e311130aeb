import { type Statement, statement } from '#lib/postgres';
import type { ProjectionStatus } from '../entities/projection.entity.js';
import { checkedVersion } from '../projection-tables.js';
import type { Verification } from './verification.js';

export interface VersionRow {
  version: number;
  status: ProjectionStatus;
  epoch: string;
  events: number;
  /** In the log, not yet in the version. */
  remaining: number;
  rate: number;
  begun_at: Date;
  caught_up_at: Date | null;
  failure: string | null;
  verification: Verification | null;
  replaced: number | null;
  dropped_at: Date | null;
}

const COLUMNS = `
  p.version, p.status, p.epoch, r.events::int, r.rate, r.begun_at, r.caught_up_at, r.failure, r.verification, r.replaced,
  r.dropped_at`;

export const listVersions = statement<[], VersionRow>(
  'feed_list_versions',
  `SELECT ${COLUMNS}, CASE p.status WHEN 'building' THEN
            (SELECT count(*)::int FROM log WHERE log.position > r.position) ELSE 0 END AS remaining
     FROM projection p JOIN rebuild r USING (version) ORDER BY version`,
);

/** Behind the positions lock, so that nothing of them changes until the commit. */
export const readVersions = statement<[], VersionRow>(
  'feed_read_versions',
  `SELECT ${COLUMNS}, 0 AS remaining FROM projection p JOIN rebuild r USING (version) ORDER BY version`,
);

export const insertVersion = statement<[version: number], never>(
  'feed_insert_version',
  `WITH made AS (INSERT INTO projection (version, status) VALUES ($1, 'building') RETURNING version)
   INSERT INTO rebuild (version) SELECT version FROM made`,
);

export const setStatus = statement<[version: number, status: ProjectionStatus], never>(
  'feed_set_status',
  'UPDATE projection SET status = $2 WHERE version = $1',
);

export const setReplaced = statement<[version: number, replaced: number | null], never>(
  'feed_set_replaced',
  'UPDATE rebuild SET replaced = $2 WHERE version = $1',
);

/** Where there is one: the row of a version that is being verified is locked for as long as that takes. */
export const forgetVerification = statement<[version: number], never>(
  'feed_forget_verification',
  'UPDATE rebuild SET verification = NULL WHERE version = $1 AND verification IS NOT NULL',
);

export const markDropped = statement<[version: number], never>(
  'feed_mark_dropped',
  'UPDATE rebuild SET dropped_at = clock_timestamp() WHERE version = $1',
);

/**
 * A page that is being read is waited for, and not for long: the operator waits for the answer. Nobody else does, as
 * nothing new is asked of a version that is retired. On a busy disk a batch that writes to it took more than 3 s.
 */
export const waitShortly = statement<[], unknown>(
  'feed_wait_shortly',
  `SELECT set_config('lock_timeout', '10s', true)`,
);

const TABLES = [
  'entry',
  'entry_audience',
  'entry_mention',
  'entry_past',
  'name',
  'name_past',
  'placement',
  'curation',
  'change',
  'reaction',
  'reaction_count',
];

/** Throws 55P03 when somebody reads them for longer than was to be waited. */
export function dropTables(version: number): Statement<[], never> {
  const v = checkedVersion(version);
  const tables = TABLES.map((table) => `${table}_v${v}`).join(', ');
  return statement(`feed_drop_tables_v${v}`, `DROP TABLE IF EXISTS ${tables}`);
}
