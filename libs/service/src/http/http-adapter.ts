import type { IncomingMessage, ServerResponse } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { TokenVerifier } from '#lib/identity';
import { logAccess } from '../log/access-line.js';
import { observeRequest } from '../metrics/http-metrics.js';
import { ClientErrors } from '../problems/client-error.js';
import { sendProblem } from '../problems/problem.filter.js';
import type { EarlyAnswers } from '../access/early-answers.js';
import type { LinkIdentities } from '../access/link-identities.js';
import { requireSignIn } from '../access/require-sign-in.js';
import { requestIdFrom } from '../request-context.js';
import type { ServiceState } from '../service-state.js';
import { RateLimiter } from '../access/rate-limiter.js';
import { type HttpConfig, rateLimitsOf } from '../config/http-config.js';
import { answerOtherOrigins } from './answer-other-origins.js';
import { closeIdleConnections } from './close-idle-connections.js';
import { keepRequestContext } from './keep-request-context.js';
import { HOST_IS_CHECKED_HERE, keepToHttp } from './keep-to-http.js';
import { limitConnections } from './limit-connections.js';
import { type Answered, onAnswered } from './on-answered.js';
import { parseJsonOnly } from './parse-json-only.js';
import type { RouteMethods } from './route-methods.js';
import { setSecurityHeaders } from './security-headers.js';

const LIMITS = {
  bodyLimit: 1024 * 1024,
  /** Longer than load balancers keep an idle connection (60 s), so that they are the ones to close it. */
  keepAliveTimeout: 65_000,
};
const MAX_PARAM_LENGTH = 512;
/** A token with many groups is of a few KiB. */
const MAX_HEADER_BYTES = 16 * 1024;
const LOOK_FOR_SLOW_REQUESTS_MS = 5_000;

/** What the HTTP server of a service has to know. */
interface HttpParts {
  readonly logger: Logger;
  readonly state: ServiceState;
  readonly routes: RouteMethods;
  readonly verifier: TokenVerifier;
  readonly links: () => LinkIdentities | undefined;
  readonly early: () => EarlyAnswers | undefined;
  readonly config: HttpConfig;
}

/** Fastify with limits, request ids, access lines, metrics, and problem+json for what it refuses before Nest sees it. */
export function createHttpAdapter({ logger, state, config, ...parts }: HttpParts): FastifyAdapter {
  const record = (answered: Answered): void => {
    observeRequest(answered);
    logAccess(logger, answered);
  };
  const clientErrors = new ClientErrors();
  const adapter = new FastifyAdapter({
    ...LIMITS,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    http: {
      ...HOST_IS_CHECKED_HERE,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: config.HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: Math.min(LOOK_FOR_SLOW_REQUESTS_MS, config.HEADERS_TIMEOUT_MS),
    },
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    trustProxy: config.TRUSTED_PROXIES.length > 0 && [...config.TRUSTED_PROXIES],
    // While closing, what still comes on an open connection is served: nothing it needs is gone yet.
    return503OnClosing: false,
    genReqId: (message: IncomingMessage) => requestIdFrom(message.headers['x-request-id']),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setCommonHeaders(request, reply);
      onAnswered(request, reply, record);
      sendProblem(error, request, reply);
    },
    clientErrorHandler: (error, socket) => clientErrors.answer(error, socket),
  });
  const instance: FastifyInstance = adapter.getInstance();
  clientErrors.watch(instance.server);
  limitConnections(instance.server, config.MAX_CONNECTIONS, logger);
  keepRequestContext(instance);
  instance.addHook('onRequest', (request, reply, done) => {
    setCommonHeaders(request, reply);
    onAnswered(request, reply, record);
    done();
  });
  parseJsonOnly(instance);
  keepToHttp(instance);
  answerOtherOrigins(instance, config.CORS_ORIGINS);
  const limiter = new RateLimiter(instance, rateLimitsOf(config));
  // What a plugin hooks in comes after all that is hooked in here, unless that waits for it.
  instance.after(() => {
    instance.addHook('onRoute', (route) => parts.routes.add(route.url, route.method));
    requireSignIn(instance, { ...parts, limiter, logger });
  });
  closeConnectionsWhenDraining(instance, state);
  return adapter;
}

/** On the raw response, so that event streams, which bypass fastify's reply, carry them too. */
function setCommonHeaders({ id, raw }: FastifyRequest, reply: { readonly raw: ServerResponse }): void {
  reply.raw.setHeader('x-request-id', id);
  setSecurityHeaders(raw, reply.raw);
}

/** Clients are told to leave from the first; those that are still there when the server closes are not waited for. */
function closeConnectionsWhenDraining(instance: FastifyInstance, state: ServiceState): void {
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (state.phase === 'draining') reply.header('connection', 'close');
    done(null, payload);
  });
  closeIdleConnections(instance.server);
}
