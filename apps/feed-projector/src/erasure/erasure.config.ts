import { z } from 'zod';
import { durationMs } from '#lib/service';

export const erasureConfig = z.object({
  /** How often it is looked whether the feed remembers anybody whose key is destroyed, as after a restore. */
  ERASURE_CHECK_MS: durationMs(100).default(30_000),
});
