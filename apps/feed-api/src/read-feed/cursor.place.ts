import { problem } from '#lib/service';
import { type CursorPlace, decodeCursor } from './feed.cursor.js';

/** The place of a cursor that a caller gave. Throws a problem that names the parameter. */
export function placeOf(
  parameter: 'after' | 'before',
  cursor: string | undefined,
  list: unknown,
): CursorPlace | undefined {
  if (cursor === undefined) return undefined;
  const decoded = decodeCursor(cursor, list);
  if (typeof decoded !== 'string') return decoded;
  const detail =
    decoded === 'cursor-invalid'
      ? 'is no cursor that this feed gave out'
      : 'was given out for other filters: leave it out to begin anew';
  throw problem(400, decoded, `The parameter ${parameter} ${detail}.`, [
    { parameter, code: decoded, detail },
  ]);
}
