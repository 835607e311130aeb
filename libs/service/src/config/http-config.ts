import { z } from 'zod';
import { isLoopback, list } from './fields.js';

/** Exactly as a browser sends it: no path, not even a slash, and no `*`. */
function origin() {
  const says = 'must be origins like https://portal.example, with commas; http:// only on this machine';
  return z.string().refine((value) => {
    if (value.includes('*') || !URL.canParse(value)) return false;
    const { origin: exact, protocol, hostname } = new URL(value);
    return value === exact && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
  }, says);
}

/**
 * How a service deals with whoever asks.
 *
 * - `CORS_ORIGINS`: pages of these origins may ask from a browser. Unset: only pages that come from the service itself.
 */
export const httpConfig = z.object({
  CORS_ORIGINS: list(origin()).default([]),
});

/** {@link httpConfig} as it comes out of `loadConfig`. */
export type HttpConfig = z.output<typeof httpConfig>;
