import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
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

/** What was asked last on a connection. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers what Node's parser refuses on a connection of a server. */
export class ClientErrors {
  private readonly exchanges = new WeakMap<Duplex, Exchange>();

  /** To be called before anything is asked. */
  watch(server: Server): void {
    server.on('request', (request, response) => this.exchanges.set(request.socket, { request, response }));
  }

  /**
   * Answers, and closes. What was asked whole before on the same connection gets its own answer first, or its caller
   * would take the refusal for it; in the middle of an answer only closing tells that something is wrong.
   */
  answer(error: Error & { code?: string }, socket: Duplex): void {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem = KNOWN[error.code ?? ''] ?? NO_HTTP;
    const { request, response } = this.exchanges.get(socket) ?? {};
    if (!request || !response || response.writableFinished) answerOnSocket(problem, socket);
    else if (request.complete) response.once('close', () => answerOnSocket(problem, socket));
    else if (response.headersSent) socket.destroy();
    else answerOnSocket(problem, socket);
  }
}

/** Writes a problem to a connection on which there is no request to answer, and closes it. */
export function answerOnSocket(problem: Problem, socket: Duplex): void {
  if (!socket.writable) return;
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
