import { isIP } from 'node:net';
import { z } from 'zod';
import type { RateLimits } from '../access/rate-limiter.js';
import { durationMs, integer, isLoopback, list } from './fields.js';

/** Exactly as a browser sends it: no path, not even a slash, and no `*`. */
function origin() {
  const says = 'must be origins like https://portal.example, with commas; http:// only on this machine';
  return z.string().refine((value) => {
    if (value.includes('*') || !URL.canParse(value)) return false;
    const { origin: exact, protocol, hostname } = new URL(value);
    return value === exact && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
  }, says);
}

/** An address, or a network of them: `10.0.0.0/8`. */
function network() {
  return z.string().refine((value) => {
    const [address = '', prefix = '0', ...rest] = value.split('/');
    const longest = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest;
  }, 'must be addresses or networks like 10.1.2.3 or 10.0.0.0/8, with commas');
}

function perMinute() {
  return integer(0, 1_000_000);
}

/** No limits on rates at all: where whoever asks may be anybody, and for load that is made on purpose. */
export const RATE_LIMITS_OFF = {
  RATE_LIMIT_READS: 0,
  RATE_LIMIT_WRITES: 0,
  RATE_LIMIT_SERVICE: 0,
  RATE_LIMIT_ADDRESS: 0,
} as const;

/**
 * How a service deals with whoever asks.
 *
 * - `CORS_ORIGINS`: pages of these origins may ask from a browser. Unset: only pages that come from the service itself.
 * - `TRUSTED_PROXIES`: whose `X-Forwarded-For` says from where a request comes. Without the load balancer among them, all
 *   who come through it are of one address.
 * - `RATE_LIMIT_…`: requests a minute, to each process; 0: any number. `READS` and `WRITES` of one person, `SERVICE` of one service
 *   account, `ADDRESS` of one address on routes that are open to everybody, and of failures to sign in.
 * - `MAX_CONNECTIONS`: of one process at once; what comes beyond is closed. An idle one costs some 10 KB.
 * - `HEADERS_TIMEOUT_MS`, `REQUEST_TIMEOUT_MS`: for the head of a request to arrive, and for all of it. Answers may take longer.
 */
export const httpConfig = z.object({
  CORS_ORIGINS: list(origin()).default([]),
  TRUSTED_PROXIES: list(network()).default([]),
  RATE_LIMIT_READS: perMinute().default(600),
  RATE_LIMIT_WRITES: perMinute().default(300),
  RATE_LIMIT_SERVICE: perMinute().default(6000),
  RATE_LIMIT_ADDRESS: perMinute().default(600),
  MAX_CONNECTIONS: integer(1, 1_000_000).default(5_000),
  HEADERS_TIMEOUT_MS: durationMs(100).default(10_000),
  REQUEST_TIMEOUT_MS: durationMs(100).default(30_000),
});

/** {@link httpConfig} as it comes out of `loadConfig`. */
export type HttpConfig = z.output<typeof httpConfig>;

export function rateLimitsOf(config: HttpConfig): RateLimits {
  return {
    reads: config.RATE_LIMIT_READS,
    writes: config.RATE_LIMIT_WRITES,
    service: config.RATE_LIMIT_SERVICE,
    address: config.RATE_LIMIT_ADDRESS,
  };
}
