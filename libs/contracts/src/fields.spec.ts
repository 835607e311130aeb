import { describe, expect, it } from 'vitest';
import { audience, audiences, id, ids, line, prose, webAddress } from './fields.js';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('a line', () => {
  it('is trimmed, and of one line at most', () => {
    expect(line(10).parse('  Anna ')).toBe('Anna');
    expect(
      ['', '   ', 'An\nna', 'An\u202Ena', 'An\tna', '\u200B', 'A'.repeat(11)].filter((text) =>
        takes(line(10), text),
      ),
    ).toEqual([]);
  });
});

describe('prose', () => {
  it('keeps line breaks, those of Windows as the others', () => {
    expect(prose(10).parse(' a\r\nb\rc\nd ')).toBe('a\nb\nc\nd');
  });

  it('holds nothing that hides or turns text around', () => {
    const hidden = ['a\u0000b', 'a\tb', '\u200B\n', 'a\u202Eb', 'a\u2066b', 'a\uD800'];
    expect(hidden.filter((text) => takes(prose(10), text))).toEqual([]);
  });
});

describe('ids', () => {
  it('are safe in a path and in the name of a stream', () => {
    expect(['.', '..', 'a/b', 'a b', '', 'ä', 'a'.repeat(65)].filter((text) => takes(id, text))).toEqual([]);
    expect(takes(id, '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b')).toBe(true);
  });

  it('name nobody twice, and not too many', () => {
    expect([[], ['a', 'a'], ['a', 'b', 'c']].filter((list) => takes(ids(2), list))).toEqual([]);
    expect(takes(ids(2), ['a', 'b'])).toBe(true);
  });
});

it('an audience is everyone, or of a kind that is known', () => {
  const known = ['everyone', 'department:d-1', 'department:d-1/*', 'person:anna', 'role:editor'];
  const wrong = [
    'nobody',
    'team:t-1',
    'role:',
    'everyone:x',
    'person:anna/*',
    'department:*',
    'department:/*',
  ];
  expect([...known, ...wrong].filter((name) => takes(audience, name))).toEqual(known);
  expect(takes(audiences(3), ['everyone', 'everyone'])).toBe(false);
});

it('an address on the web hides nothing and leads nowhere else', () => {
  const fine = ['https://portal.example/a?b=c#d', 'http://localhost:3000/'];
  const wrong = ['javascript:alert(1)', 'https://portal.example/\u202Eabc', '/a', 'https://'];
  expect([...fine, ...wrong].filter((address) => takes(webAddress, address))).toEqual(fine);
  expect(webAddress.parse('https://portal\n.example')).toBe('https://portal.example');
});
