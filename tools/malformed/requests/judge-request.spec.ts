import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.js';
import { judgeEffects } from './effects.js';
import { judgeReply } from './judge-request.js';

const request = { method: 'POST', mayBeClosed: false, isRefused: false };
const problem = { type: 'urn:x', status: 400, code: 'request-invalid', title: 'Bad Request' };

function judge(status: number, body: object | string, type = 'application/problem+json', method = 'POST') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const head = `HTTP/1.1 ${status} Words\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(text)}`;
  const answer = readAnswer(
    Buffer.from(`HTTP/1.1 100 Continue\r\n\r\n${head}\r\n\r\n${text}`),
    method,
    false,
  );
  return judgeReply({ ...request, method }, { answer: answer! });
}

describe('a request is answered rightly', () => {
  it('with what was asked for, or with a problem', () => {
    expect(judge(201, {}, 'application/json')).toEqual({ outcome: '201' });
    expect(judge(400, problem)).toEqual({ outcome: '400 request-invalid' });
  });

  it('with nothing, where it was none or its caller has gone', () => {
    expect(judgeReply({ ...request, mayBeClosed: true }, { without: 'closed' })).toEqual({
      outcome: 'closed',
    });
    expect(judgeReply(request, { without: 'hung up' })).toEqual({ outcome: 'hung up' });
  });
});

describe('the accounting finds', () => {
  it.each([
    ['a bare answer', judge(400, '', 'text/plain')],
    ['5xx, whatever is in it', judge(503, { ...problem, status: 503 })],
    ['a problem without a code', judge(400, { ...problem, code: undefined })],
    ['a problem of another status', judge(404, problem)],
    ['a problem that is no JSON', judge(400, 'oops')],
    ['SQL in a problem', judge(400, { ...problem, detail: 'SELECT secret FROM people' })],
    ['a stack in a problem', judge(400, { ...problem, stack: 'Error' })],
    ['a closed connection', judgeReply(request, { without: 'closed' })],
    [
      'what was done for nobody',
      judgeReply(
        { ...request, isRefused: true },
        { answer: { status: 200, headers: {}, body: Buffer.alloc(0) } },
      ),
    ],
    ['silence', judgeReply({ ...request, mayBeClosed: true }, { without: 'silent' })],
  ])('%s', (_, judgement) => {
    expect(judgement).toHaveProperty('fault');
  });

  const answered = { n: 1, kind: 'sound', requestId: 'r-1' };
  const nothing = { stored: 0, logged: 0, brought: [], reused: [] };
  it.each([
    ['a hire that was answered 201 and is nowhere', judgeEffects({ ...answered, status: 201 }, nothing)],
    [
      'an event that is recorded and not shown',
      judgeEffects({ ...answered, status: 200 }, { ...nothing, stored: 1 }),
    ],
    [
      'an event that is shown twice',
      judgeEffects({ ...answered, status: 200 }, { ...nothing, stored: 1, logged: 2 }),
    ],
    [
      'what was refused and done',
      judgeEffects({ ...answered, status: 422 }, { stored: 1, logged: 1, brought: [], reused: [] }),
    ],
    [
      'an event that came of a refused request',
      judgeEffects({ ...answered, status: 400 }, { ...nothing, brought: ['r-1-0'] }),
    ],
    [
      'an event that was accepted and is nowhere',
      judgeEffects({ ...answered, status: 202, accepted: ['r-1-0'] }, nothing),
    ],
  ])('%s', (_, judgement) => {
    expect(judgement).toHaveProperty('fault');
  });

  it('nothing where all is done as it was answered', () => {
    const done = { stored: 1, logged: 1, brought: ['r-1-0'], reused: [] };
    expect(judgeEffects({ ...answered, status: 202, accepted: ['r-1-0'] }, done)).toHaveProperty('outcome');
    expect(judgeEffects({ ...answered, status: 201 }, { ...nothing, stored: 1, logged: 1 })).toHaveProperty(
      'outcome',
    );
    expect(judgeEffects({ ...answered, status: 404 }, nothing)).toHaveProperty('outcome');
    expect(judgeEffects(answered, done)).toHaveProperty('outcome');
    const taken = { ...nothing, stored: 1, reused: ['now'] };
    expect(judgeEffects({ ...answered, status: 202, accepted: ['now'] }, taken)).toHaveProperty('outcome');
  });
});
