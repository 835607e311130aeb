import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestContext } from '../request-context.js';

/** How a request ended. */
export interface Answered {
  readonly method: string;
  /** The pattern that matched, `/employees/:id`. Never the URL: of those there is no end. */
  readonly route: string;
  /** 499 when the caller hung up before there was an answer. */
  readonly status: number;
  readonly durationMs: number;
}

const CALLER_HUNG_UP = 499;

/**
 * Calls `tell` once the answer is out or the connection is gone, in the context of the request. (Fastify's
 * `onResponse` is not called for a caller who hangs up, which is how most event streams end.)
 */
export function onAnswered(
  request: FastifyRequest,
  reply: FastifyReply,
  tell: (answered: Answered) => void,
): void {
  // No more is kept of the request than is told: some answers stay open for hours.
  const { id: requestId, method } = request;
  const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
  const { raw: answer } = reply;
  const begun = performance.now() - reply.elapsedTime;
  answer.once('close', () => {
    const status = answer.headersSent ? answer.statusCode : CALLER_HUNG_UP;
    const durationMs = performance.now() - begun;
    requestContext.run({ requestId }, () => tell({ method, route, status, durationMs }));
  });
}
