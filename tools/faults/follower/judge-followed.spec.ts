import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../verdict/evidence.js';
import type { Followed } from './follower.js';
import { judgeFollowed } from './judge-followed.js';

const place = { epoch: 1, xid: '1', position: '1' };
const read = (eventId: string, version: number, stream = 's'): Followed => {
  return { app: 'thanks', eventId, stream, version, place };
};
const stored = (...all: Followed[]) => all as unknown as StoredEvent[];
const judge = (all: StoredEvent[], followed: Followed[]) => judgeFollowed({ stored: all, followed });
const verdicts = (...found: ReturnType<typeof judgeFollowed>) => found.map(({ verdict }) => verdict);

describe('who reads everything', () => {
  it('comes upon every event once, each stream in its order, and streams in any', () => {
    const all = [read('a', 1), read('x', 1, 't'), read('b', 2)];
    expect(judge(stored(...all), all)).toEqual([]);
  });

  it('has lost what it skipped', () => {
    const [a, b] = [read('a', 1), read('b', 2)];
    expect(judge(stored(a, b), [b])).toMatchObject([
      { verdict: 'lost', what: 'a (thanks s version 1) was skipped by who reads everything' },
    ]);
  });

  it('is told what it read twice, and out of order', () => {
    const [a, b] = [read('a', 1), read('b', 2)];
    expect(verdicts(...judge(stored(a, b), [a, b, b]))).toEqual(['doubled']);
    expect(verdicts(...judge(stored(a, b), [b, a]))).toEqual(['disordered']);
  });
});
