import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';

describe('an error is answered as problem+json', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample();
  });
  afterAll(() => sample.close());

  async function ask(
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ) {
    const answer = await fetch(sample.url + path, {
      ...init,
      headers: { 'x-request-id': 'asked', 'content-type': 'application/json', ...init.headers },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe('asked');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const body = (await answer.json()) as Record<string, unknown>;
    expect(body).toMatchObject({
      type: `urn:company-feed:problem:${String(body['code'])}`,
      status: answer.status,
      requestId: 'asked',
    });
    return { answer, body };
  }
  const post = (body: string, headers?: Record<string, string>) =>
    ask('/things', { method: 'POST', body, ...(headers && { headers }) });

  it('that an app throws with problem()', async () => {
    const { body } = await ask('/things/refused?secret=1');
    expect(body).toEqual({
      type: 'urn:company-feed:problem:rule-broken',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'That is against the rules.',
      code: 'rule-broken',
      errors: [{ pointer: '#/name', code: 'taken', detail: 'is taken' }],
      requestId: 'asked',
      instance: '/things/refused',
    });
  });

  it('that is one of Nest', async () => {
    const { body } = await ask('/things/refused-by-nest');
    expect(body).toMatchObject({ status: 400, code: 'bad-request', detail: 'so not' });
  });

  it('that nobody expected: not a word of it in the answer, all of it in the log', async () => {
    const { answer, body } = await ask('/things/broken');
    expect(answer.status).toBe(500);
    expect(body['code']).toBe('internal-error');
    expect(JSON.stringify(body)).not.toMatch(/vault|stack/);
    expect(sample.lines.find(({ level }) => level === 'error')).toMatchObject({
      request_id: 'asked',
      err: { message: 'select secret from vault', stack: expect.stringContaining('sample.module') as string },
    });
  });

  it('that is a fault of ours in the words of Nest: not a word of it either', async () => {
    const { body } = await ask('/things/broken-by-nest');
    expect(body).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(body)).not.toContain('vault');
    expect(sample.lines.map(({ err }) => (err as Error | undefined)?.message)).toContain(
      'select secret from vault',
    );
  });

  it('for an unknown path, and for a method that the path does not have', async () => {
    expect((await ask('/nothing/here')).body).toMatchObject({ status: 404, code: 'route-unknown' });
    const { answer, body } = await ask('/things/7', { method: 'PUT', body: '{}' });
    expect(body).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers.get('allow')).toBe('DELETE, GET, HEAD');
  });

  it('for a body that is no JSON', async () => {
    expect((await post('{"name":')).body).toMatchObject({ status: 400, code: 'json-invalid' });
    expect((await post('{"__proto__":{}}')).body).toMatchObject({ status: 400, code: 'json-invalid' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonish'])(
    'for the content type %s',
    async (type) => {
      const { body } = await post('name=Ada', { 'content-type': type });
      expect(body).toMatchObject({ status: 415, code: 'content-type-unsupported' });
    },
  );

  it('for a body of more than a megabyte', async () => {
    const { body } = await post(JSON.stringify({ name: 'x'.repeat(1024 * 1024) }));
    expect(body).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it('for a path that cannot be decoded, or is too long', async () => {
    expect((await ask('/things/%E0%A4%A')).body).toMatchObject({ status: 400, code: 'url-invalid' });
    expect((await ask(`/things/${'7'.repeat(600)}`)).body).toMatchObject({
      status: 414,
      code: 'url-too-long',
    });
    await expect
      .poll(() => sample.lines.filter((line) => line['http.response.status_code'] === 414))
      .toHaveLength(1);
  });

  it('but one who hangs up within a body is neither answered nor an error in the log', async () => {
    const before = sample.lines.length;
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    socket.write(
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"name":',
    );
    await delay(50);
    socket.destroy();
    await expect.poll(() => sample.lines.slice(before)).toHaveLength(1);
    expect(sample.lines[before]).toMatchObject({ level: 'info', 'http.response.status_code': 499 });
  });

  it('for what is no HTTP at all', async () => {
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    socket.write('EHLO there\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    expect(answer).toMatch(/X-Request-Id: [0-9a-f-]{36}/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      status: 400,
      code: 'http-invalid',
    });
  });
});
