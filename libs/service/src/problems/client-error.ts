import type { Socket } from 'node:net';
import { requestIdFrom } from '../request-context.js';
import { PROBLEM_JSON, type Problem, problemBody, titleOf } from './problem.js';

const KNOWN: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request-timeout',
    detail: 'The request took too long to arrive.',
  },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers-too-large', detail: 'The headers are too large.' },
};
const NO_HTTP: Problem = { status: 400, code: 'http-invalid', detail: 'This is not a valid HTTP request.' };

/** Answers, and closes, a connection on which something came that Node's parser refuses. There is no request yet. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = KNOWN[error.code ?? ''] ?? NO_HTTP;
  const requestId = requestIdFrom(undefined);
  const body = JSON.stringify(problemBody(problem, requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${titleOf(problem.status)}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
