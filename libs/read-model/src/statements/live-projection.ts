import { statement } from '#lib/postgres';

/**
 * As SQL: of the projection `p` what differs between it and all others. The same version has another one once the database
 * was restored elsewhere, or to an earlier moment: positions begin to mean something else there.
 */
export const EPOCH = `(SELECT substr(md5(p.epoch || s.system_identifier || c.timeline_id), 1, 8)
     FROM pg_control_system() s, pg_control_checkpoint() c)`;

/** The version that readers see. It changes only by a switch. */
export const liveProjection = statement<[], { version: number }>(
  'feed_live_projection',
  `SELECT version FROM projection WHERE status = 'live'`,
);

/**
 * The versions that every batch is written to: the live one, and those that are kept complete beside it. Asked behind the
 * positions lock, which every change of a status takes too: no batch misses a version, or writes one that is no more.
 */
export const writtenProjections = statement<[], { version: number }>(
  'feed_written_projections',
  `SELECT version FROM projection WHERE status IN ('live', 'ready') ORDER BY version`,
);
