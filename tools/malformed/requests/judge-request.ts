import type { Judgement } from '../messages/judge-message.js';
import type { Answer } from './answer.js';
import type { Request } from './request.js';
import type { Reply } from './send.js';

/** What only a program would say of itself. */
const INTERNALS =
  /node_modules|at .+\.[jt]s:\d|\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|\bECONN|relation "|22P05/s;
const PROBLEM = 'application/problem+json';

/** A request is answered by what was asked for, or by a problem; no answer is right only where there was no request. */
export function judgeReply(
  { method, mayBeClosed, isRefused }: Pick<Request, 'method' | 'mayBeClosed' | 'isRefused'>,
  reply: Reply,
): Judgement {
  if ('answer' in reply) {
    const { status } = reply.answer;
    if (isRefused && status < 400) return { fault: `answered ${status}, and nobody was signed in` };
    return judgeAnswer(method, reply.answer);
  }
  if (reply.without === 'hung up') return { outcome: 'hung up' };
  return mayBeClosed && reply.without === 'closed'
    ? { outcome: 'closed' }
    : { fault: `no answer: ${reply.without}` };
}

function judgeAnswer(method: string, { status, headers, body }: Answer): Judgement {
  if (status >= 200 && status < 400) return { outcome: String(status) };
  if (status === 503 && isNotReady(body)) return { outcome: '503 not-ready' };
  if (status < 400 || status >= 500) return { fault: `answered ${status}: ${body.toString().slice(0, 500)}` };
  if (headers['content-type'] !== PROBLEM)
    return {
      fault: `${status} as ${headers['content-type']}, which is no problem: ${body.toString().slice(0, 200)}`,
    };
  if (method === 'HEAD') return { outcome: String(status) };
  const text = body.toString();
  const said = membersOf(text);
  if (
    said === undefined ||
    said.status !== status ||
    typeof said.code !== 'string' ||
    !/^[a-z][a-z-]*$/.test(said.code)
  )
    return { fault: `${status} with a body that is no problem: ${text.slice(0, 500)}` };
  const leaked = INTERNALS.exec(text);
  if (leaked || 'stack' in said) return { fault: `${status} tells of the program: ${text.slice(0, 500)}` };
  return { outcome: `${status} ${said.code}` };
}

/** What `/health/ready` is there to say, of a machine with much to do as well. In the end of a run it must not. */
function isNotReady(body: Buffer): boolean {
  const said = membersOf(body.toString()) as { code?: unknown; instance?: unknown } | undefined;
  return said?.code === 'not-ready' && said.instance === '/health/ready';
}

function membersOf(text: string): { status?: unknown; code?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
