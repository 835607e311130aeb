import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: nobody guesses one, so that a plain digest is enough to keep. */
const SECRET_BYTES = 32;
const TOKEN = /^feed_[\w-]{43}$/;

/** The secret of a link. Shown once, and kept nowhere. */
export function newLinkToken(): string {
  return `feed_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** Undefined for what is none. */
export function digestOf(token: string): Buffer | undefined {
  return TOKEN.test(token) ? createHash('sha256').update(token).digest() : undefined;
}
