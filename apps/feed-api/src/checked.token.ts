import { createHash } from 'node:crypto';

/** Eight characters that differ with the value. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8);
}

/** Values as a text that is opaque to callers, with a digest: it tells what was mistyped or made up from what was given out. */
export function encodeChecked(content: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([...content, digest(content)])).toString('base64url');
}

/** Undefined: nobody was given this. A digest keeps nobody from making one up: what it holds is to be checked. */
export function decodeChecked(token: string): unknown[] | undefined {
  const parts = parse(token);
  if (!Array.isArray(parts)) return undefined;
  const content = parts.slice(0, -1) as unknown[];
  return parts.at(-1) === digest(content) ? content : undefined;
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
