import { statement } from '#lib/postgres';

/** The version that readers see. It changes only by a switch; each reader asks every time. */
export const liveProjection = statement<[], { version: number; epoch: string }>(
  'feed_live_projection',
  `SELECT version, epoch FROM projection WHERE status = 'live'`,
);

/**
 * The versions that every batch is written to: the live one, and those that are kept complete beside it. Asked behind the
 * positions lock, which every change of a status takes too: no batch misses a version, or writes one that is no more.
 */
export const writtenProjections = statement<[], { version: number }>(
  'feed_written_projections',
  `SELECT version FROM projection WHERE status IN ('live', 'ready') ORDER BY version`,
);
