import type { DataKey } from './keys/data-key.js';

/**
 * A personal value as it is on the wire and in every store: one string at its own place in `data`, with the version of the
 * form: 1 by the key of its first owner, 2 by those of two together. Without bytes behind it, the person was forgotten before
 * the value was recorded.
 */
const SEALED = /^personal\.v[12]\.[A-Za-z0-9_-]*$/;
const BY_ONE = 'personal.v1.';
const BY_TWO = 'personal.v2.';

export const NOTHING_LEFT = BY_ONE;

export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && SEALED.test(value);
}

export function seal(value: unknown, keys: readonly DataKey[], place: string): string {
  const bytes = togetherOf(keys).encrypt(canonical(value), place);
  return (keys.length > 1 ? BY_TWO : BY_ONE) + bytes.toString('base64url');
}

/** Those of its owners whose keys it takes: before a text could be gone alone, that of its author was enough. */
export function sealersOf(sealed: string, owners: readonly string[]): readonly string[] {
  return sealed.startsWith(BY_TWO) ? owners : owners.slice(0, 1);
}

/** Throws when it was not sealed by these keys for this place. */
export function unseal(sealed: string, keys: readonly DataKey[], place: string): unknown {
  const bytes = Buffer.from(sealed.slice(BY_ONE.length), 'base64url');
  return JSON.parse(togetherOf(keys).decrypt(bytes, place));
}

function togetherOf([first, second]: readonly DataKey[]): DataKey {
  return second ? first!.with(second) : first!;
}

/** The members in one order, so that the same value is the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
