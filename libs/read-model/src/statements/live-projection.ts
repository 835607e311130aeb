import { statement } from '#lib/postgres';

/** The version that readers see. It changes only by a switch; each reader asks every time. */
export const liveProjection = statement<[], { version: number; epoch: string }>(
  'feed_live_projection',
  `SELECT version, epoch FROM projection WHERE status = 'live'`,
);
