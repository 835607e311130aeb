import type { FastifyInstance } from 'fastify';
import { requestContext } from '../request-context.js';

/**
 * Runs all of a request's work in its own context. A body arrives in the context of the connection, which is no
 * request's, but fastify's body parser returns to this one.
 */
export function keepRequestContext(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    requestContext.run({ requestId: request.id }, done);
  });
}
