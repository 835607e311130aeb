import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './feed.cursor.js';

const place = { occurredAt: '2026-11-20T10:00:00.123456Z', id: 'fb82bfff-ce8d-5612-aaf8-b78f577cee81' };
const filters = { type: ['employee.hired'] };

describe('a cursor', () => {
  it('leads back to its place, to the microsecond', () => {
    expect(decodeCursor(encodeCursor(place, filters), filters)).toEqual(place);
  });

  it('says which entry was the newest when a list with groups was begun', () => {
    const top = { occurredAt: '2026-11-21T10:00:00.000000Z', id: 'ab82bfff-ce8d-5612-aaf8-b78f577cee81' };
    expect(decodeCursor(encodeCursor({ ...place, top }, filters), filters)).toEqual({ ...place, top });
  });

  it('is of one list only', () => {
    expect(decodeCursor(encodeCursor(place, filters), {})).toBe('cursor-of-another-query');
  });

  it.each([
    '',
    'rubbish',
    'W10',
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
  ])('%j is none', (cursor) => {
    expect(decodeCursor(cursor, filters)).toBe('cursor-invalid');
  });

  it('is none any more when a letter of it was changed', () => {
    const cursor = encodeCursor(place, filters);
    for (let index = 0; index < cursor.length; index += 7) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      const changed = cursor.slice(0, index) + other + cursor.slice(index + 1);
      expect(decodeCursor(changed, filters)).toBe('cursor-invalid');
    }
  });
});
