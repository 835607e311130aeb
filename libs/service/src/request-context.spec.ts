import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../test/start-sample.js';
import { currentRequestId, requestContext } from './request-context.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4/;

describe('the request id', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample();
  });
  afterAll(() => sample.close());

  async function idOf(offered?: string): Promise<string | null> {
    const answer = await fetch(
      `${sample.url}/things/1`,
      offered === undefined ? {} : { headers: { 'x-request-id': offered } },
    );
    return answer.headers.get('x-request-id');
  }

  it('is taken when it is harmless, and made when it is not', async () => {
    expect(await idOf('abc.DEF_1-2')).toBe('abc.DEF_1-2');
    expect(await idOf('x'.repeat(128))).toBe('x'.repeat(128));
    expect(await idOf('x'.repeat(129))).toMatch(UUID);
    expect(await idOf('two words')).toMatch(UUID);
    expect(await idOf('')).toMatch(UUID);
    expect(await idOf()).toMatch(UUID);
  });

  it('stays with its own request among 200 that interleave on kept-alive connections', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const ids = Array.from({ length: 200 }, (_, index) => `request-${index}`);
    const seen = await Promise.all(
      ids.map((id, index) => (index % 2 === 0 ? getAs(id, agent) : postAs(id, agent))),
    );
    expect(seen).toEqual(ids.map((id) => ({ header: id, inHandler: id })));
    await expect.poll(() => new Set(accessIds('/things/context'))).toEqual(new Set(ids));
    agent.destroy();
  });

  function getAs(id: string, agent: Agent) {
    return answerTo(
      request(`${sample.url}/things/context`, { agent, headers: { 'x-request-id': id } }).end(),
    );
  }

  /** Its body comes late, when the connection's reader wakes for it in a context of its own. */
  async function postAs(id: string, agent: Agent) {
    const headers = { 'x-request-id': id, 'content-type': 'application/json' };
    const posting = request(`${sample.url}/things/context`, { method: 'POST', agent, headers });
    const answer = answerTo(posting);
    posting.write('{"echoed":');
    await delay(10);
    posting.end(`"${id}"}`);
    return answer;
  }

  it('stands on the access line', async () => {
    await fetch(`${sample.url}/things/context`, { headers: { 'x-request-id': 'counted' } });
    await expect
      .poll(() => lineOf('counted'))
      .toMatchObject({
        level: 'info',
        msg: 'request',
        'service.name': 'sample',
        pid: process.pid,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        'http.request.method': 'GET',
        'http.route': '/things/context',
        'http.response.status_code': 200,
        duration_ms: expect.any(Number) as number,
      });
  });

  it('goes with an event stream, whose line is written when the caller leaves', async () => {
    const leaving = new AbortController();
    const headers = { 'x-request-id': 'streamed' };
    const answer = await fetch(`${sample.url}/things/stream`, { headers, signal: leaving.signal });
    expect(answer.headers.get('x-request-id')).toBe('streamed');
    expect(lineOf('streamed')).toBeUndefined();
    leaving.abort();
    await expect
      .poll(() => lineOf('streamed'))
      .toMatchObject({
        'http.route': '/things/stream',
        'http.response.status_code': 200,
      });
  });

  it('of operations stands at debug', async () => {
    await fetch(`${sample.url}/health/live`, { headers: { 'x-request-id': 'probe' } });
    await expect.poll(() => lineOf('probe')).toMatchObject({ level: 'debug' });
  });

  function lineOf(requestId: string): Record<string, unknown> | undefined {
    return sample.lines.find((line) => line['request_id'] === requestId);
  }

  function accessIds(route: string): unknown[] {
    return sample.lines.filter((line) => line['http.route'] === route).map((line) => line['request_id']);
  }
});

async function answerTo(asked: ClientRequest): Promise<{ header: unknown; inHandler: string }> {
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const { requestId } = (await json(answer)) as { requestId: string };
  return { header: answer.headers['x-request-id'], inHandler: requestId };
}

describe('requestContext', () => {
  it('carries a message consumed in the background, and ends with it', async () => {
    expect(currentRequestId()).toBeUndefined();
    const seen = await requestContext.run({ requestId: 'message' }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return currentRequestId();
    });
    expect(seen).toBe('message');
    expect(currentRequestId()).toBeUndefined();
  });
});
