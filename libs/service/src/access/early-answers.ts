import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Answers in the place of a route what needs no more work, once it is known whose request it is and that it is allowed: what
 * Nest does for each request takes longer than such an answer. An app that has such answers provides them under this
 * class.
 */
export abstract class EarlyAnswers {
  /** Whether it has answered. Of what it cannot answer, nor why, it says no: that is for the route to do. */
  abstract answer(request: FastifyRequest, reply: FastifyReply): boolean | Promise<boolean>;
}
