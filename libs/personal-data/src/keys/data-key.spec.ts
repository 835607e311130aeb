import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeysUnavailable } from '../errors.js';
import { seal, unseal } from '../sealed.js';
import { DataKey, SECRET_BYTES } from './data-key.js';
import { keysIn, LocalKeyEncryption } from './local.key-encryption.js';

const [key, other] = [new DataKey(randomBytes(SECRET_BYTES)), new DataKey(randomBytes(SECRET_BYTES))];

describe('a value that is sealed', () => {
  it('is read again by the same key for the same place, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, place) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(unseal(seal(plain, [key], JSON.stringify(place)), [key], JSON.stringify(place))).toEqual(
          plain,
        );
      }),
    );
  });

  it('is the same text each time, whatever the order of its members', () => {
    expect(seal({ en: 'Soup', ru: 'Суп' }, [key], 'a')).toBe(seal({ ru: 'Суп', en: 'Soup' }, [key], 'a'));
  });

  it('shares no nonce with another value, or with the same one in another place', () => {
    const nonceOf = (text: string) => text.slice('personal.v1.'.length, 'personal.v1.'.length + 16);
    const sealed = [
      seal('Anna', [key], 'a'),
      seal('Boris', [key], 'a'),
      seal('Anna', [key], 'b'),
      seal('Anna', [other], 'a'),
    ];
    expect(new Set(sealed.map(nonceOf)).size).toBe(sealed.length);
  });

  it('is nobody else’s to read, nor to be moved, changed or cut off', () => {
    const sealed = seal('Anna', [key], 'a');
    const changed = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.at(-1);
    for (const [text, by, place] of [
      [sealed, other, 'a'],
      [sealed, key, 'b'],
      [changed, key, 'a'],
      [sealed.slice(0, 24), key, 'a'],
      ['personal.v1.AAAA', key, 'a'],
    ] as const)
      expect(() => unseal(text, [by], place)).toThrow();
  });

  it('by two keys takes both of them, and is as the same two seal it again', () => {
    const sealed = seal('Anna', [key, other], 'a');
    expect(sealed).toMatch(/^personal\.v2\./);
    expect(seal('Anna', [key, other], 'a')).toBe(sealed);
    expect(unseal(sealed, [key, other], 'a')).toBe('Anna');
    for (const keys of [[key], [other], [other, key], [key, key]])
      expect(() => unseal(sealed, keys, 'a')).toThrow();
  });
});

describe('a key-encryption key', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const secret = randomBytes(32);

  it('unwraps what it wrapped, also when another one wraps now', async () => {
    const wrapped = await new LocalKeyEncryption([first]).wrap(secret, 'person:a');
    expect(await new LocalKeyEncryption([second, first]).unwrap(wrapped, 'person:a')).toEqual(secret);
    expect((await new LocalKeyEncryption([second, first]).wrap(secret, 'a')).wrappedBy).not.toBe(
      wrapped.wrappedBy,
    );
  });

  it('gives no key to another owner, and says when it does not know what wrapped one', async () => {
    const wrapped = await new LocalKeyEncryption([first]).wrap(secret, 'person:a');
    await expect(new LocalKeyEncryption([first]).unwrap(wrapped, 'person:b')).rejects.toThrow(
      KeysUnavailable,
    );
    await expect(new LocalKeyEncryption([second]).unwrap(wrapped, 'person:a')).rejects.toThrow(
      wrapped.wrappedBy,
    );
  });

  it.each(['', ',', 'short', `${first.toString('base64')},short`])(
    'is 32 bytes in base64: %o is not',
    (text) => {
      expect(keysIn(text)).toBeUndefined();
    },
  );

  it('may be in either alphabet, and one of several', () => {
    const text = `${first.toString('base64url')}\n${second.toString('base64')}\n`;
    expect(keysIn(text)).toEqual([first, second]);
  });
});
