import { describe, expect, it } from 'vitest';
import { FeedProblem } from './feed-problem.js';
import { type Ending, type Next, Reconnection } from './reconnection.js';

const refused = (status: number, retryAfterMs?: number): Ending => ({
  kind: 'refused',
  problem: new FeedProblem(status, {}, retryAfterMs),
});
const lost: Ending = { kind: 'lost' };
const streamless: Ending = { kind: 'streamless' };
const polled: Ending = { kind: 'polled', isMore: false };

function after(random: number, ...endings: readonly Ending[]): (Next | undefined)[] {
  const reconnection = new Reconnection(() => random);
  return endings.map((ending) => reconnection.next(ending));
}
const waysOf = (...endings: readonly Ending[]) => after(0, ...endings).map((next) => next?.by);

describe('to connect again', () => {
  it('takes longer each time, up to half a minute, and never less than the server has said', () => {
    const latest = after(1, ...Array.from({ length: 8 }, () => lost)).map((next) => next?.delayMs);
    expect(latest).toEqual([3000, 5000, 9000, 17_000, 31_000, 31_000, 31_000, 31_000]);
    const soonest = after(0, lost, lost, lost).map((next) => next?.delayMs);
    expect(soonest).toEqual([1000, 1000, 1000]);
  });

  it('begins anew after a connection that lasted, and not after one that went at once', () => {
    const [, , , soon] = after(1, lost, lost, lost, { kind: 'lost', livedMs: 20_000 });
    expect(soon?.delayMs).toBe(3000);
    const [, , , late] = after(1, lost, lost, lost, { kind: 'lost', livedMs: 100 });
    expect(late?.delayMs).toBe(17_000);
  });

  it('is for the server to say', () => {
    const told = after(0, refused(503, 7000), refused(429, 8000), { kind: 'bye', retryMs: 9000 });
    expect(told).toEqual([7000, 8000, 9000].map((delayMs) => ({ by: 'stream', delayMs, isTold: true })));
    expect(after(1, { kind: 'bye', retryMs: 9000 })[0]?.delayMs).toBe(13_500);
    expect(after(0, refused(503))[0]).toEqual({ by: 'stream', delayMs: 1000, isTold: false });
  });

  it('waits for nobody who says a year', () => {
    expect(after(1, refused(429, 365 * 86_400_000))[0]?.delayMs).toBe(86_400_000);
  });

  it('is at once when nothing came for long', () => {
    expect(after(1, { kind: 'silent' })[0]?.delayMs).toBe(0);
  });

  it('is for nothing when the request itself is wrong', () => {
    expect(waysOf(refused(400))).toEqual([undefined]);
    expect(waysOf(refused(401))).toEqual([undefined]);
    expect(waysOf(refused(404))).toEqual([undefined]);
  });
});

describe('where something keeps the stream back', () => {
  it('changes are polled instead, and the stream is tried ever more rarely', () => {
    expect(waysOf(streamless, streamless, polled)).toEqual(['stream', 'poll', 'stream']);
    expect(waysOf(refused(504), refused(502), polled)).toEqual(['stream', 'poll', 'stream']);
    const again = [streamless, streamless, polled, streamless, polled, polled, streamless];
    expect(waysOf(...again)).toEqual(['stream', 'poll', 'stream', 'poll', 'poll', 'stream', 'poll']);
  });

  it('more than one answer is asked for at once', () => {
    const [, , more] = after(1, streamless, streamless, { kind: 'polled', isMore: true });
    expect(more).toEqual({ by: 'poll', delayMs: 0, isTold: false });
  });

  it('a poll that fails leads back to the stream', () => {
    expect(waysOf(streamless, streamless, lost, lost)).toEqual(['stream', 'poll', 'stream', 'stream']);
    expect(waysOf(streamless, streamless, refused(502), lost)).toEqual([
      'stream',
      'poll',
      'stream',
      'stream',
    ]);
  });

  it('is not believed for being without a network, or for being told to come later', () => {
    expect(waysOf(lost, lost, lost, refused(503, 1), refused(503, 1))).not.toContain('poll');
  });

  it('is forgotten when there is a stream', () => {
    const lived: Ending = { kind: 'lost', livedMs: 0 };
    expect(waysOf(streamless, lived, streamless, lived)).not.toContain('poll');
  });
});
