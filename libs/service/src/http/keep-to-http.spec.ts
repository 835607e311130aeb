import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';

describe('what Node would answer without a word is a problem', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample();
  });
  afterAll(() => sample.close());

  /** All that comes back on a connection, answer by answer: the status, and the code of a problem. */
  async function say(...lines: string[]): Promise<{ status: number; type: string; code: unknown }[]> {
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    socket.write(lines.join('\r\n'));
    const answers = (await text(socket)).split(/(?=HTTP\/1\.1 \d{3} )/);
    return answers.map((answer) => {
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      const type = /^content-type: (.*)$/im.exec(head)?.[1] ?? '';
      const { code } = JSON.parse(body) as { code?: unknown };
      return { status: Number(head.slice(9, 12)), type, code };
    });
  }
  const problem = (status: number, code: string) => ({ status, type: 'application/problem+json', code });

  it('an expectation that cannot be met', async () => {
    const lines = ['GET /things HTTP/1.1', 'Host: x', 'Expect: miracles', 'Connection: close', '', ''];
    expect(await say(...lines)).toEqual([problem(417, 'expectation-failed')]);
  });

  it('but one that can be met is met', async () => {
    const head = [
      'POST /things HTTP/1.1',
      'Host: x',
      'Expect: 100-Continue',
      'Content-Type: application/json',
    ];
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    socket.write([...head, 'Content-Length: 2', 'Connection: close', '', ''].join('\r\n'));
    socket.once('data', () => socket.write('{}'));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 4\d\d /);
  });

  it.each([
    ['no host', []],
    ['two hosts', ['Host: x', 'Host: y']],
  ])('HTTP/1.1 with %s', async (_, hosts) => {
    expect(await say('GET /things HTTP/1.1', ...hosts, 'Connection: close', '', '')).toEqual([
      problem(400, 'host-invalid'),
    ]);
  });

  it('but HTTP/1.0 needs no host', async () => {
    const [answer] = await say('GET /nowhere HTTP/1.0', '', '');
    expect(answer).toEqual(problem(404, 'route-unknown'));
  });

  it('a wish for a tunnel', async () => {
    expect(await say('CONNECT elsewhere:443 HTTP/1.1', 'Host: elsewhere:443', '', '')).toEqual([
      problem(405, 'method-not-allowed'),
    ]);
  });

  it('a body in broken chunks', async () => {
    const head = ['POST /things HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
    expect(await say(...head, 'Transfer-Encoding: chunked', '', 'no number', '')).toEqual([
      problem(400, 'http-invalid'),
    ]);
  });

  it('headers that are too large', async () => {
    expect(await say('GET /things HTTP/1.1', 'Host: x', `X-Long: ${'x'.repeat(20_000)}`, '', '')).toEqual([
      problem(431, 'headers-too-large'),
    ]);
  });

  it('and what was asked before it on the same connection keeps its own answer', async () => {
    expect(await say('GET /nowhere HTTP/1.1', 'Host: x', '', 'EHLO there', '', '')).toEqual([
      problem(404, 'route-unknown'),
      problem(400, 'http-invalid'),
    ]);
  });
});
