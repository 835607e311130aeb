import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Problem } from '../problems/problem.js';
import { problem } from '../problems/problem.js';
import { answerOnSocket } from '../problems/client-error.js';
import { headerValues } from './header-values.js';

/** For the server's own options: it would answer a missing Host by itself, with a bare 400. */
export const HOST_IS_CHECKED_HERE = { requireHostHeader: false };

const NO_PROXY: Problem = { status: 405, code: 'method-not-allowed', detail: 'This is no proxy.' };

/**
 * Refuses as problems what Node, left to itself, answers with a bare status or a closed connection although it is HTTP:
 * an `Expect` that is not `100-continue` (417), HTTP/1.1 without exactly one `Host` (400), and `CONNECT` (405).
 */
export function keepToHttp(instance: FastifyInstance): void {
  const { server } = instance;
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (_request, socket) => {
    // The connection is a tunnel to Node from here on, and nobody else hears that the caller has left it.
    socket.on('error', () => socket.destroy());
    answerOnSocket(NO_PROXY, socket);
  });
  instance.addHook('onRequest', (request, _reply, done) => {
    const { expect } = request.headers;
    if (expect !== undefined && expect.toLowerCase() !== '100-continue')
      return done(problem(417, 'expectation-failed', 'Of Expect, only 100-continue can be met.'));
    if (!namesOneHost(request))
      return done(problem(400, 'host-invalid', 'HTTP/1.1 asks for one Host header, and no more.'));
    done();
  });
}

function namesOneHost({ raw }: FastifyRequest): boolean {
  const hosts = headerValues(raw, 'host').length;
  return hosts === 1 || (hosts === 0 && raw.httpVersion !== '1.1');
}
