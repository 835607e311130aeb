import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { StreamBench } from '../test/stream.bench.js';
import type { Exchange } from '../test/scripted.server.js';

let bench: StreamBench;
beforeEach(async () => {
  bench = await StreamBench.start();
});
afterEach(() => bench.close());

const retracted = (exchange: Exchange, id: string): Exchange =>
  exchange.frame('entry.retracted', { id }, `e.${id}`);
const live = { state: 'live' };
const reconnecting = { state: 'reconnecting' };
const problem = (code: string) => ({ code, detail: 'no', title: 'no' });

describe('a stream', () => {
  it('tells of each change in order, and asks for what the caller wants from where they are', async () => {
    bench.server.script((to) => retracted(retracted(to.hello('e.9'), '2'), '3').write('id: e.4\n\n'));
    const stream = bench.stream();
    await eventually(() => expect(stream.position).toBe('e.4'));
    expect(bench.events).toEqual([
      { event: 'entry.retracted', data: { id: '2' } },
      { event: 'entry.retracted', data: { id: '3' } },
    ]);
    expect(bench.states).toEqual([live]);
    const { path, query, headers } = bench.server.last;
    expect({ path, query }).toEqual({
      path: '/feed/stream',
      query: { type: 'employee.hired,thanks.*', since: 'e.1' },
    });
    expect(headers).toMatchObject({ accept: 'text/event-stream', authorization: 'Bearer first' });
    expect(headers).not.toHaveProperty('last-event-id');
  });

  it('goes on where a connection was cut, and what had not come whole is told once', async () => {
    bench.server.script(
      (to) => retracted(to.hello('e.9'), '2').write('event: entry.retracted\nid: e.3\ndata: {"id":"3"'),
      (to) => retracted(to.hello('e.9'), '3'),
    );
    const stream = bench.stream();
    await eventually(() => expect(bench.told).toEqual(['2']));
    bench.server.last.cut();
    await bench.inState({ ...reconnecting, attempt: 1 });
    bench.environment.pass(3000);
    await eventually(() => expect(bench.told).toEqual(['2', '3']));
    expect(bench.server.last.headers['last-event-id']).toBe('e.2');
    expect(bench.server.last.query).not.toHaveProperty('since');
    expect(stream.position).toBe('e.3');
    await bench.inState(live);
  });

  it('has no place but its first one until something was told, though the server says where it is', async () => {
    bench.server.script((to) => to.hello('e.9').end());
    bench.stream();
    await bench.inState(reconnecting);
    bench.environment.pass(3000);
    await bench.requested(2);
    expect(bench.server.last.query['since']).toBe('e.1');
  });

  it('reads a mangled frame again', async () => {
    bench.server.script((to) => to.hello().write('event: entry.retracted\nid: e.2\ndata: <html>\n\n'));
    const stream = bench.stream();
    await bench.inState(reconnecting);
    expect(stream.position).toBe('e.1');
  });

  it('keeps its place where a frame has none', async () => {
    bench.server.script((to) => to.begin().write('event: entry.retracted\ndata: {"id":"2"}\n\n'));
    const stream = bench.stream();
    await eventually(() => expect(bench.told).toEqual(['2']));
    expect(stream.position).toBe('e.1');
  });

  it('passes by what it does not know yet', async () => {
    bench.server.script((to) => retracted(to.hello().frame('entry.sung', { id: '2' }, 'e.2'), '3'));
    bench.stream();
    await eventually(() => expect(bench.told).toEqual(['3']));
  });

  it('hands over a reset, and goes on from its position', async () => {
    const reset = { reason: 'rights-changed', position: 'f.7' };
    bench.server.script((to) => to.hello('f.7').frame('reset', reset, 'f.6').end());
    bench.stream();
    await bench.inState(reconnecting);
    expect(bench.events).toEqual([{ event: 'reset', data: reset }]);
    bench.environment.pass(3000);
    await bench.requested(2);
    expect(bench.server.last.headers['last-event-id']).toBe('f.7');
  });
});

describe('a stream that is closed', () => {
  it('tells nothing more, not even of the same frame', async () => {
    bench.server.script((to) => retracted(retracted(to.hello(), '2'), '3'));
    const stream = bench.stream(() => stream.close());
    expect(await stream.closed).toBeUndefined();
    await eventually(() => expect(bench.server.open).toBe(0));
    bench.environment.wake('network');
    bench.environment.pass(600_000);
    expect(await bench.calls()).toBe(1);
    expect({ told: bench.told, states: bench.states }).toEqual({ told: ['2'], states: [live] });
    // Told, and not known to be dealt with.
    expect(stream.position).toBe('e.1');
  });

  it('is closed by a signal, also while it waits', async () => {
    const abort = new AbortController();
    bench.server.script((to) => to.hello().end());
    const stream = bench.stream(undefined, abort.signal);
    await bench.inState(reconnecting);
    abort.abort();
    expect(await stream.closed).toBeUndefined();
    expect(await bench.stream(undefined, abort.signal).closed).toBeUndefined();
    expect(await bench.calls()).toBe(1);
  });
});

describe('a server', () => {
  it('is left alone for as long as it says with 503, whatever wakes the page', async () => {
    bench.server.script((to) => to.answer(503, problem('too-many-streams'), { 'retry-after': '20' }));
    bench.stream();
    await bench.inState(reconnecting);
    bench.environment.pass(19_000);
    bench.environment.wake('seen');
    bench.environment.wake('network');
    expect(await bench.calls()).toBe(1);
    bench.environment.pass(12_000);
    await bench.inState(live);
  });

  it('is left alone for as long as it says with bye', async () => {
    bench.server.script((to) => to.hello().frame('bye', { retryMs: 8000 }, 'e.2'));
    bench.stream();
    await bench.inState(reconnecting);
    bench.environment.pass(7900);
    expect(await bench.calls()).toBe(1);
    bench.environment.pass(4100);
    await bench.requested(2);
  });

  it('says by retry how soon to come back', async () => {
    bench.server.script((to) => to.hello().write('retry: 60000\n\n').end());
    bench.stream();
    await bench.inState(reconnecting);
    bench.environment.pass(59_000);
    expect(await bench.calls()).toBe(1);
    bench.environment.pass(32_000);
    await bench.requested(2);
  });

  it('that refuses a token gets another one, once', async () => {
    bench.tokens = ['old', 'new'];
    bench.server.script((to) => to.answer(401, problem('token-invalid')));
    bench.stream();
    await bench.inState(live);
    expect(bench.refused).toEqual([undefined, 'old']);
    expect(bench.server.last.headers.authorization).toBe('Bearer new');
  });

  it.each([
    [['old', 'new'], 2],
    [['same'], 1],
  ])('that refuses all of the tokens %j ends the stream', async (tokens, requests) => {
    bench.tokens = tokens;
    const refuse = (to: Exchange): void => to.answer(401, problem('token-invalid'));
    bench.server.script(refuse, refuse);
    expect(await bench.stream().closed).toMatchObject({ status: 401, code: 'token-invalid' });
    expect(bench.server.requests).toHaveLength(requests);
  });

  it('that refuses the request ends the stream, and says why', async () => {
    const errors = [{ parameter: 'type', code: 'invalid', detail: 'no entries are of it' }];
    bench.server.script((to) => to.answer(400, { ...problem('request-invalid'), errors }));
    const refusal = { status: 400, code: 'request-invalid', detail: 'no', errors };
    expect(await bench.stream().closed).toMatchObject(refusal);
    expect(bench.states).toMatchObject([{ state: 'offline', problem: refusal }]);
    bench.environment.wake('network');
    bench.environment.pass(600_000);
    expect(await bench.calls()).toBe(1);
  });
});
