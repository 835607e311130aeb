import type { Place } from '#lib/read-model';
import { decodeChecked, digest, encodeChecked } from '../checked.token.js';

/** Why a cursor is of no use. */
export type CursorFault = 'cursor-invalid' | 'cursor-of-another-query';

const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const ENTRY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A place, and in a list with groups which entry was the newest when its first page was read. */
export interface CursorPlace extends Place {
  readonly top?: Place;
}

/**
 * A place in a list, and which list it was. It holds values, not positions: it outlives the entry it was made from, and
 * every rebuild. Opaque to callers.
 */
export function encodeCursor({ occurredAt, id, top }: CursorPlace, filters: unknown): string {
  return encodeChecked([1, occurredAt, id, digest(filters), ...(top ? [top.occurredAt, top.id] : [])]);
}

export function decodeCursor(cursor: string, filters: unknown): CursorPlace | CursorFault {
  const parts = decodeChecked(cursor);
  if (!parts || ![4, 6].includes(parts.length)) return 'cursor-invalid';
  const [version, occurredAt, id, list, ...top] = parts;
  if (version !== 1) return 'cursor-invalid';
  const [place, newest] = [toPlace(occurredAt, id), toPlace(top[0], top[1])];
  if (!place || (top.length > 0 && !newest)) return 'cursor-invalid';
  if (list !== digest(filters)) return 'cursor-of-another-query';
  return { ...place, ...(newest && { top: newest }) };
}

function toPlace(occurredAt: unknown, id: unknown): Place | undefined {
  const isPlace = PLACE.test(String(occurredAt)) && Date.parse(String(occurredAt)) > 0;
  return isPlace && ENTRY_ID.test(String(id))
    ? { occurredAt: String(occurredAt), id: String(id) }
    : undefined;
}
