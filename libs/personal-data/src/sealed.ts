import type { DataKey } from './keys/data-key.js';

/**
 * A personal value as it is on the wire and in every store: one string at its own place in `data`, with the version of the
 * form. Without bytes behind it, the person was forgotten before the value was recorded.
 */
const SEALED = /^personal\.v1\.[A-Za-z0-9_-]*$/;
const PREFIX = 'personal.v1.';

export const NOTHING_LEFT = PREFIX;

export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && SEALED.test(value);
}

export function seal(value: unknown, key: DataKey, place: string): string {
  return PREFIX + key.encrypt(canonical(value), place).toString('base64url');
}

/** Throws when it was not sealed by this key for this place. */
export function unseal(sealed: string, key: DataKey, place: string): unknown {
  return JSON.parse(key.decrypt(Buffer.from(sealed.slice(PREFIX.length), 'base64url'), place));
}

/** The members in one order, so that the same value is the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
