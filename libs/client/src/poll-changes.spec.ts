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
const silence = (to: Exchange): void => void to.begin();
const changes = (...ids: readonly string[]) => ({
  changes: ids.map((id) => ({ event: 'entry.retracted', data: { id } })),
  position: `e.${ids.at(-1) ?? '1'}`,
  reset: null,
});

describe('where a proxy keeps the stream back', () => {
  it('changes come by polling, until there is a stream', async () => {
    bench.server.script(
      silence,
      (to) => to.answer(504, {}),
      (to) => to.answer(200, changes('2', '3')),
    );
    bench.stream();
    await bench.requested(1);
    await bench.begun();
    bench.environment.pass(13_000);
    await bench.inState({ ...reconnecting, attempt: 1 });
    bench.environment.pass(3000);
    await bench.inState({ state: 'live', polling: true });
    expect(bench.told).toEqual(['2', '3']);
    const { path, query } = bench.server.last;
    expect({ path, query }).toMatchObject({ path: '/feed/changes', query: { since: 'e.1', limit: '500' } });
    expect(query).toMatchObject({ type: 'employee.hired,thanks.*' });
    bench.environment.pass(18_000);
    await eventually(() => expect(bench.states.at(-1)).toEqual(live));
    expect(bench.server.last.headers['last-event-id']).toBe('e.3');
  });

  it('all that has gathered is fetched at once, and a reset is handed over', async () => {
    const many = Array.from({ length: 500 }, (_, n) => String(n));
    const reset = { changes: [], position: 'f.1', reset: { reason: 'too-far' } };
    bench.server.script(
      (to) => to.answer(200, {}),
      (to) => to.answer(200, {}),
      (to) => to.answer(200, changes(...many)),
      (to) => to.answer(200, reset),
    );
    const stream = bench.stream();
    await bench.inState(reconnecting);
    bench.environment.pass(3000);
    await eventually(() => expect(stream.position).toBe('f.1'));
    expect(bench.told.slice(0, 500)).toEqual(many);
    expect(bench.events.slice(500)).toEqual([
      { event: 'reset', data: { reason: 'too-far', position: 'f.1' } },
    ]);
    expect(bench.server.requests.map(({ query }) => query['since'])).toEqual(['e.1', 'e.1', 'e.1', 'e.499']);
  });

  it('that polling does not get through either is no polling', async () => {
    bench.server.script(
      (to) => to.answer(502, {}),
      (to) => to.answer(502, {}),
      (to) => to.cut(),
    );
    bench.stream();
    await bench.inState({ ...reconnecting, attempt: 1 });
    bench.environment.pass(3000);
    await bench.inState({ ...reconnecting, attempt: 3 });
    bench.environment.pass(20_000);
    await bench.inState(live);
    expect(bench.server.last.path).toBe('/feed/stream');
  });
});
