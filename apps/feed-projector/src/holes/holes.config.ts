import { z } from 'zod';
import { durationMs } from '#lib/service';

export const holesConfig = z.object({
  /** How long a missing event is waited for before its source is asked for it, and then again. */
  HOLE_TIMEOUT_MS: durationMs(1_000).default(30_000),
});
export type HolesConfig = z.output<typeof holesConfig>;
