import { describe, expect, it } from 'vitest';
import { addressOf, momentOf, placeOf } from './places.js';

const at = (path: string) => placeOf(new URL(path, 'https://portal.example'));

describe('the address of the page', () => {
  it('says which filters are set, and nothing of others', () => {
    expect(at('/?type=thanks.*&q=%D1%81%D1%83%D0%BF&colour=red&person=')).toEqual({
      entry: undefined,
      filters: { type: 'thanks.*', q: 'суп' },
    });
  });

  it('may be of one entry', () => {
    expect(at('/entries/a%20b').entry).toBe('a b');
    expect(at('/?entry=7').entry).toBe('7');
  });

  it('leads back to the same place', () => {
    for (const path of ['/', '/entries/7', '/?type=employee.*&from=2026-11-20'])
      expect(decodeURIComponent(addressOf(at(path)))).toBe(path);
  });
});

describe('a day', () => {
  it('begins at midnight where the reader is, and ends where the next one begins', () => {
    expect(momentOf('2026-11-20')).toBe(new Date(2026, 10, 20).toISOString());
    expect(momentOf('2026-11-30', true)).toBe(new Date(2026, 11, 1).toISOString());
    expect(momentOf(undefined)).toBeUndefined();
    expect(momentOf('soon')).toBeUndefined();
  });
});
