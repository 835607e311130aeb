import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import {
  describeAccess,
  everybody,
  type Identity,
  isAllowed,
  KeysUnavailable,
  TokenRefused,
  type TokenVerifier,
} from '#lib/identity';
import { problem } from '../problems/problem.js';
import { bearerToken } from './bearer-token.js';

const DOCS = /^\/docs(-json|\/.*)?$/;

const identities = new WeakMap<FastifyRequest, Identity>();

/** Whose request it is. Throws where everybody may ask: who that is was not looked at. */
export function identityOf(request: FastifyRequest): Identity {
  const identity = identities.get(request);
  if (!identity) throw new Error(`${request.url} is open to everybody`);
  return identity;
}

/**
 * Has every request answered that is not of somebody who may make it, before its body is read. Who may is what the route
 * declares; a route that declares nothing keeps the service from starting. Documentation, which is not of our routes, is
 * open.
 */
export function requireSignIn(
  instance: FastifyInstance,
  { verifier, logger }: { verifier: TokenVerifier; logger: Logger },
): void {
  instance.addHook('onRoute', ({ url, method, config }) => {
    if (DOCS.test(url)) return;
    if (!config?.access)
      throw new Error(`${[method].flat().join(', ')} ${url} does not say who may call it: @Allow(…)`);
  });
  instance.addHook('onRequest', async (request, reply) => {
    const { access = everybody } = request.routeOptions.config;
    if (access.who === 'everybody') return;
    const identity = await identify(request, reply, { verifier, logger });
    if (!isAllowed(access, identity)) {
      logger.warn({ subject: identity.subject, url: request.routeOptions.url }, 'refused: not allowed');
      throw problem(403, 'not-allowed', `This is for ${describeAccess(access)}.`);
    }
    identities.set(request, identity);
  });
}

async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  { verifier, logger }: { verifier: TokenVerifier; logger: Logger },
): Promise<Identity> {
  try {
    return await verifier.verify(bearerToken(request.raw));
  } catch (error) {
    if (error instanceof TokenRefused) {
      logger.warn({ code: error.code, url: request.routeOptions.url }, 'refused: token');
      // RFC 6750, section 3: every 401 says how to sign in.
      reply.raw.setHeader('www-authenticate', 'Bearer');
      throw problem(401, error.code, error.message);
    }
    if (!(error instanceof KeysUnavailable)) throw error;
    logger.error({ err: error }, 'nobody can sign in');
    throw problem(503, 'keys-unavailable', 'It cannot be told just now who you are.');
  }
}
