import { createHash } from 'node:crypto';
import type { Place } from '#lib/read-model';

/** Why a cursor is of no use. */
export type CursorFault = 'cursor-invalid' | 'cursor-of-another-query';

const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const ENTRY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8);

/**
 * A place in a list, and which list it was. It holds values, not positions: it outlives the entry it was made from, and
 * every rebuild. Opaque to callers.
 */
export function encodeCursor({ occurredAt, id }: Place, filters: unknown): string {
  const content = [1, occurredAt, id, digest(filters)];
  return Buffer.from(JSON.stringify([...content, digest(content)])).toString('base64url');
}

export function decodeCursor(cursor: string, filters: unknown): Place | CursorFault {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 5) return 'cursor-invalid';
  const [version, occurredAt, id, list, check] = parts as unknown[];
  const whole = version === 1 && check === digest([version, occurredAt, id, list]);
  const isPlace = PLACE.test(String(occurredAt)) && Date.parse(String(occurredAt)) > 0;
  if (!whole || !isPlace || !ENTRY_ID.test(String(id))) return 'cursor-invalid';
  if (list !== digest(filters)) return 'cursor-of-another-query';
  return { occurredAt: String(occurredAt), id: String(id) };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
