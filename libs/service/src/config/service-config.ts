import { z } from 'zod';
import { durationMs, integer, port } from './fields.js';
import { httpConfig } from './http-config.js';
import { signInConfig } from './sign-in-config.js';

/**
 * What every service can be told, besides {@link httpConfig} and {@link signInConfig}. An app extends it: `serviceConfig.extend({ DATABASE_URL: secretUrl('postgres:') })`.
 *
 * - `DRAIN_DELAY_MS`: how long a stopping service still serves while `/health/ready` says 503, so that load balancers
 *   notice before it goes away.
 * - `DRAIN_DEADLINE_MS`: how long stopping may take in all, the delay included. Keep it below the supervisor's patience
 *   (Kubernetes: 30 s).
 * - `MEMORY_LIMIT_MB`: the memory that the process may hold; unset, what the container or the machine has. At 85 % of
 *   that, or of V8's heap, in three samples `MEMORY_CHECK_MS` apart, the service drains and exits 75.
 */
export const serviceConfig = z
  .object({
    PORT: port().default(3000),
    HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    DRAIN_DELAY_MS: durationMs().default(5000),
    DRAIN_DEADLINE_MS: durationMs().default(28_000),
    MEMORY_LIMIT_MB: integer(1, 1_000_000_000).optional(),
    MEMORY_CHECK_MS: durationMs().default(5000),
  })
  .extend(httpConfig.shape)
  .extend(signInConfig.shape);

/** {@link serviceConfig} as it comes out of `loadConfig`. */
export type ServiceConfig = z.output<typeof serviceConfig>;
