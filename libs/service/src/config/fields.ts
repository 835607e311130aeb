import { z } from 'zod';

/** `setTimeout` takes no more; a longer wait would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A whole number from `min` to `max`, both included. */
export function integer(min: number, max: number) {
  const says = `must be a whole number from ${min} to ${max}`;
  return z
    .string(says)
    .regex(/^-?\d{1,15}$/, says)
    .transform(Number)
    .refine((value) => value >= min && value <= max, says);
}

/** A TCP port. 0 lets the system choose one. */
export function port() {
  return integer(0, 65_535);
}

/** A time in whole milliseconds, at least `min` and 24.8 days at most. */
export function durationMs(min = 0) {
  return integer(min, LONGEST_TIMER_MS);
}

/** Whether a host, as a URL or `HOST` names it, is this machine and nobody else's. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|localhost|\[?::1\]?)$/.test(host);
}

/** `true` or `1`, `false` or `0`. */
export function flag() {
  return z
    .enum(['true', '1', 'false', '0'], 'must be true or false')
    .transform((value) => /^(true|1)$/.test(value));
}

/** Such values with commas between them. */
export function list<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));
}

/**
 * A URL with one of these protocols, for example `'postgres:'`. It may hold a password: no fault ever quotes the value.
 */
export function secretUrl(...protocols: [string, ...string[]]) {
  const says = `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return z
    .string(says)
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), says);
}
