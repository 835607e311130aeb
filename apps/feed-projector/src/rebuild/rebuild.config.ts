import { z } from 'zod';
import { integer } from '#lib/service';

/** How hard a rebuild works. */
export const rebuildConfig = z.object({
  /** Share of the time, in percent: what is left is for live batches and readers. */
  REBUILD_DUTY: integer(1, 100).default(25),
  /** Events in one transaction. */
  REBUILD_BATCH: integer(1, 10_000).default(2_000),
});
export type RebuildConfig = z.output<typeof rebuildConfig>;
