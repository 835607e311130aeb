import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFeedToken, encodeFeedToken } from './feed-token.js';

const place = { source: '/employee-registrar', stream: 'employee/01a1fa37', sequence: 3 };
const raw = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a feed token', () => {
  it('brings back the place that it was made of', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
    const places = fc.record({
      source: line,
      stream: line,
      sequence: fc.integer({ min: 1, max: 999_999_999_999_999 }),
    });
    fc.assert(
      fc.property(places, (any) => {
        expect(decodeFeedToken(encodeFeedToken(any))).toEqual(any);
      }),
    );
  });

  it('fits into a header and a URL as it is', () => {
    expect(encodeFeedToken({ ...place, stream: 'Müller/ "x"' })).toMatch(/^[\w-]+$/);
  });

  it('is refused when a character of it was lost, doubled or changed', () => {
    const token = encodeFeedToken(place);
    for (let at = 0; at < token.length; at++) {
      const [before, after] = [token.slice(0, at), token.slice(at + 1)];
      const other = token[at] === 'A' ? 'B' : 'A';
      for (const mangled of [
        before + after,
        before + token[at]! + token[at]! + after,
        before + other + after,
      ])
        // The last character of some has bits that say nothing.
        expect([undefined, place]).toContainEqual(decodeFeedToken(mangled));
    }
    expect(decodeFeedToken(token.slice(0, -4))).toBeUndefined();
    expect(decodeFeedToken(token.slice(1))).toBeUndefined();
  });

  it.each([
    '',
    'x',
    '"',
    raw(null),
    raw([]),
    raw([1, '/a', 'a/1', 3]),
    raw([1, '/a', 'a/1', 3, 'check']),
    encodeFeedToken({ ...place, sequence: 0 }),
    encodeFeedToken({ ...place, sequence: 1.5 }),
    encodeFeedToken({ ...place, stream: 'a\u0000b' }),
    encodeFeedToken({ ...place, source: '' }),
  ])('is refused when it is none: %s', (none) => expect(decodeFeedToken(none)).toBeUndefined());
});
