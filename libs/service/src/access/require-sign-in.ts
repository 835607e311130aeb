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
import type { EarlyAnswers } from './early-answers.js';
import type { LinkIdentities } from './link-identities.js';
import { rememberIdentity } from './identity-of-request.js';
import type { RateLimiter } from './rate-limiter.js';

const DOCS = /^\/docs(-json|\/.*)?$/;

/** Asked by machines that must get their answer most of all when there is too much of everything. */
const NEVER_LIMITED = /^\/(health\/|metrics$)/;

interface Doorkeeping {
  readonly verifier: TokenVerifier;
  /** Of an app that gives out links, once it is there. */
  readonly links: () => LinkIdentities | undefined;
  /** Of an app that has any, once it is there. */
  readonly early: () => EarlyAnswers | undefined;
  readonly limiter: RateLimiter;
  readonly logger: Logger;
}

/**
 * Has every request answered that is not of somebody who may make it, or is of somebody who makes too many, before its body
 * is read. Who may is what the route declares; a route that declares nothing keeps the service from starting.
 * Documentation, which is not of our routes, is open. A request counts as somebody's once their token is believed, so that
 * nobody uses up what is another's.
 */
export function requireSignIn(instance: FastifyInstance, doorkeeping: Doorkeeping): void {
  const { early, limiter, logger } = doorkeeping;
  instance.addHook('onRoute', ({ url, method, config }) => {
    if (DOCS.test(url)) return;
    if (!config?.access)
      throw new Error(`${[method].flat().join(', ')} ${url} does not say who may call it: @Allow(…)`);
  });
  instance.addHook('onRequest', async (request, reply) => {
    const { url = '', config } = request.routeOptions;
    const isLimited = !NEVER_LIMITED.test(url);
    const { access = everybody } = config;
    if (access.who === 'everybody') {
      if (isLimited) await limiter.countAddress(request, reply);
      return undefined;
    }
    const identity = await identify(request, reply, doorkeeping);
    rememberIdentity(request, identity);
    if (isLimited) await limiter.countIdentity(request, reply);
    if (!isAllowed(access, identity)) {
      logger.warn({ subject: identity.subject, url }, 'refused: not allowed');
      throw problem(403, 'not-allowed', `This is for ${describeAccess(access)}.`);
    }
    return (await early()?.answer(request, reply)) ? reply : undefined;
  });
}

async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  { verifier, links, limiter, logger }: Doorkeeping,
): Promise<Identity> {
  try {
    const link = linkOf(request);
    if (link === undefined) return await verifier.verify(bearerToken(request.raw));
    const identity = await links()?.identify(link);
    if (!identity) throw new TokenRefused('link-unknown', 'There is no such link, or not any more.');
    return identity;
  } catch (error) {
    if (error instanceof TokenRefused) {
      // Past the address's budget neither the caller nor the log is told more.
      await limiter.countAddress(request, reply);
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

/** The token of a link, where one is taken. Whoever signs in is who they are, by whatever link they came. */
function linkOf({ routeOptions, headers, query }: FastifyRequest): string | undefined {
  if (routeOptions.config.access?.who !== 'subscriber' || headers.authorization !== undefined)
    return undefined;
  const { token } = query as { readonly token?: unknown };
  return typeof token === 'string' ? token : undefined;
}
