import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '#lib/envelope';
import { CHUNK, chunksOf } from '../drawn.js';
import { claimsOf } from './claims.js';
import { messagesOf } from './messages-of.js';

const all = (seed: number, count: number) => [...chunksOf(seed, count)].flatMap(messagesOf);
const digests = (seed: number, count: number) =>
  all(seed, count).map(({ body }) => createHash('sha256').update(body).digest('hex'));

describe('the messages of a run', () => {
  it('are the same for the same seed, in a run of any length', () => {
    const short = digests(7, CHUNK + 20);
    expect(digests(7, 2 * CHUNK).slice(0, CHUNK + 20)).toEqual(short);
    expect(digests(8, 20)).not.toEqual(short.slice(0, 20));
  });

  it('are of every kind, and those that are called sound are', () => {
    const messages = all(1, 20 * CHUNK);
    const kinds = new Set(messages.map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThan(30);
    for (const message of messages.filter(({ kind }) => kind.startsWith('sound'))) {
      const names = decodeMessage(message).map(({ source, id }) => ({ source, id }));
      expect(claimsOf(message)).toMatchObject(names);
    }
  });

  it('begin with a number that no other has', () => {
    expect(all(3, CHUNK + 5).map(({ n }) => n)).toEqual(Array.from({ length: CHUNK + 5 }, (_, n) => n));
  });
});
