import { expect, it } from 'vitest';
import { decodeGroupKey, encodeGroupKey } from './group.key.js';

const window = { from: '2026-11-20T00:00:00.000000Z', to: '2026-11-21T00:00:00.000000Z' };
const joined = { name: 'employee.hired', ...window };
const thanked = { name: 'thanks.given', by: 'recipients', target: 'person:boris', ...window };

it.each([joined, thanked])('a key says which group it is of', (group) => {
  expect(decodeGroupKey(encodeGroupKey(group))).toEqual(group);
});

it('a key is none any more when a letter of it was changed', () => {
  const key = encodeGroupKey(thanked);
  for (let index = 0; index < key.length; index += 5) {
    const changed = key.slice(0, index) + (key[index] === 'A' ? 'B' : 'A') + key.slice(index + 1);
    expect(decodeGroupKey(changed)).toBeUndefined();
  }
});

it.each([
  { ...joined, name: 'a b' },
  { ...joined, to: joined.from },
  { ...joined, to: '9999-01-01T00:00:00.000000Z' },
  { ...thanked, target: 'person:\u0000' },
  { ...thanked, target: 'role:hr' },
  { ...thanked, by: "a'b" },
  { ...joined, by: 'employee' },
])('a key of what cannot be a group is none: %o', (group) => {
  expect(decodeGroupKey(encodeGroupKey(group))).toBeUndefined();
});

it.each(['', 'rubbish', 'W10', Buffer.from('null').toString('base64url')])('%j is none', (key) => {
  expect(decodeGroupKey(key)).toBeUndefined();
});
