import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import type { Exchange } from '../test/scripted.server.js';
import { StreamBench } from '../test/stream.bench.js';

let bench: StreamBench;
beforeEach(async () => {
  bench = await StreamBench.start();
});
afterEach(() => bench.close());

const live = { state: 'live' };
const reconnecting = { state: 'reconnecting' };
const retract = (id: string): void => void bench.server.last.frame('entry.retracted', { id }, `e.${id}`);

describe('a connection', () => {
  it('is given up when nothing came for two heartbeats and a half, and not while they come', async () => {
    bench.server.script((to) => to.hello('e.1', 20_000));
    const stream = bench.stream();
    await bench.inState(live);
    for (const id of ['2', '3', '4']) {
      bench.environment.pass(45_000);
      retract(id);
      await eventually(() => expect(stream.position).toBe(`e.${id}`));
    }
    expect(await bench.calls()).toBe(1);
    bench.environment.pass(55_000);
    await bench.requested(2);
    expect(bench.server.last.headers['last-event-id']).toBe('e.4');
    await bench.inState(live);
    expect(bench.states).toEqual([live, { ...reconnecting, attempt: 1 }, live]);
  });

  it('lives on comments as well', async () => {
    const stream = bench.stream();
    await bench.inState(live);
    retract('2');
    await eventually(() => expect(stream.position).toBe('e.2'));
    bench.environment.pass(30_000);
    // The frame after it shows that the comment has been read.
    bench.server.last.write(':\n\n');
    retract('3');
    await eventually(() => expect(stream.position).toBe('e.3'));
    bench.environment.pass(30_000);
    expect(await bench.calls()).toBe(1);
  });

  it('is not believed when the machine has slept', async () => {
    bench.stream();
    await bench.inState(live);
    bench.environment.sleep(3_600_000);
    expect(await bench.calls()).toBe(1);
    bench.environment.pass(2500);
    await bench.requested(2);
    await bench.inState(live);
  });

  it('goes on when the clock is set back', async () => {
    bench.stream();
    await bench.inState(live);
    bench.environment.sleep(-3_600_000);
    bench.environment.pass(30_000);
    expect(await bench.calls()).toBe(1);
    bench.environment.pass(15_000);
    await bench.requested(2);
    await bench.inState(live);
  });

  it('is looked at when somebody looks at the page again', async () => {
    bench.stream();
    await bench.inState(live);
    bench.environment.pass(15_000);
    bench.environment.wake('seen');
    expect(await bench.calls()).toBe(1);
    bench.environment.pass(10_000);
    bench.environment.wake('seen');
    expect(await bench.calls()).toBe(2);
    await bench.inState(live);
  });

  it('is made anew when there is a network again', async () => {
    bench.stream();
    await bench.inState(live);
    bench.environment.wake('network');
    expect(await bench.calls()).toBe(2);
    await bench.requested(2);
    await bench.inState(live);
  });

  it('is waited for no longer when somebody looks at the page', async () => {
    bench.server.script((to) => to.hello().end());
    bench.stream();
    await bench.inState(reconnecting);
    bench.environment.wake('seen');
    await bench.requested(2);
    await bench.inState(live);
  });

  it('that cannot be had for a while is told as offline, with since when, and comes back', async () => {
    const cut = (to: Exchange): void => to.cut();
    bench.server.script((to) => to.hello(), cut, cut, cut);
    bench.stream();
    await bench.inState(live);
    const since = new Date(bench.environment.now());
    bench.server.last.cut();
    for (const attempt of [1, 2, 3]) {
      await bench.inState({ ...reconnecting, attempt });
      bench.environment.pass(60_000);
    }
    await bench.inState({ state: 'offline', since });
    bench.environment.pass(60_000);
    await bench.inState(live);
  });

  it('is offline at once where there is no network', async () => {
    bench.server.script((to) => to.hello().end());
    bench.environment.online = false;
    bench.stream();
    await bench.inState({ state: 'offline' });
  });

  it('is one at a time, whatever happens', async () => {
    bench.stream();
    const happening = fc.constantFrom('network', 'seen', 'cut', 'end', 'sleep', 'wait', 'pause', 'settle');
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 10 }), async (all) => {
        // So that there is a new connection each time, at least.
        for (const one of [...all, 'settle', 'network']) {
          if (one === 'network' || one === 'seen') bench.environment.wake(one);
          else if (one === 'cut') bench.server.requests.at(-1)?.cut();
          else if (one === 'end') bench.server.requests.at(-1)?.end();
          else if (one === 'sleep') bench.environment.sleep(60_000);
          else if (one === 'wait') bench.environment.pass(40_000);
          else if (one === 'settle') await settled();
          else await new Promise(setImmediate);
          expect(bench.most).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
    // The bench looks at it from both sides when it is closed.
    expect(bench.server.requests.length).toBeGreaterThanOrEqual(30);
  });

  const settled = () =>
    eventually(() => {
      if (bench.states.at(-1)?.state !== 'live') bench.environment.pass(2000);
      expect(bench.states.at(-1)).toEqual(live);
    });
});
