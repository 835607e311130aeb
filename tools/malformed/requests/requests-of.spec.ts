import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHUNK, chunksOf } from '../drawn.js';
import { requestsOf } from './requests-of.js';
import type { Route } from './routes.js';

const routes: readonly Route[] = [
  { app: 'feed-api', method: 'GET', path: '/feed', members: {} },
  {
    app: 'thanks',
    method: 'POST',
    path: '/thanks',
    members: { from: {}, to: { type: 'array' }, message: {} },
  },
  { app: 'feed-projector', method: 'POST', path: '/operator/rebuilds', members: {} },
];
const credentials = { person: 'person', source: 'source', void: ['forged', 'expired'] };
const all = (seed: number, count: number) =>
  [...chunksOf(seed, count)].flatMap(requestsOf(routes, credentials));
const digests = (seed: number, count: number) =>
  all(seed, count).map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));

describe('the requests of a run', () => {
  it('are the same for the same seed, in a run of any length', () => {
    const short = digests(7, CHUNK + 20);
    expect(digests(7, 2 * CHUNK).slice(0, CHUNK + 20)).toEqual(short);
    expect(digests(8, 20)).not.toEqual(short.slice(0, 20));
  });

  it('are of every kind, and go to every app', () => {
    const requests = all(1, 10 * CHUNK);
    expect(new Set(requests.map(({ kind }) => kind)).size).toBe(12);
    expect(new Set(requests.map(({ app }) => app))).toEqual(
      new Set(['feed-api', 'thanks', 'feed-projector', 'event-intake']),
    );
  });

  it('order nothing of an operator that could succeed', () => {
    const orders = all(1, 10 * CHUNK).filter(({ bytes }) => bytes.includes('POST /operator/'));
    const sound = orders.filter(({ kind }) => kind === 'sound');
    expect(sound.length).toBeGreaterThan(10);
    for (const { bytes } of sound) expect(bytes.toString()).not.toContain('"reason"');
  });
});
