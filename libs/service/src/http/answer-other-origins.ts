import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const REFUSED: FastifyCorsOptions = { origin: false };

/** Tokens are sent by the page itself, as a header. Cookies are nobody's here, so credentials are never allowed. */
const ALLOWED: FastifyCorsOptions = {
  credentials: false,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: [
    'Accept-Language',
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
    'Last-Event-ID',
    'X-Request-Id',
  ],
  exposedHeaders: [
    'Allow',
    'ETag',
    'Feed-Token',
    'Link',
    'Location',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'X-Request-Id',
  ],
  maxAge: 600,
};

/**
 * Lets pages of these origins, and of no others, read the answers (CORS). For all others, and for whoever asks with
 * `OPTIONS` for something else, it is as if this were not there.
 */
export function answerOtherOrigins(instance: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  void instance.register(cors, {
    delegator: (request: FastifyRequest, decide) => {
      const { origin = '' } = request.headers;
      decide(null, origins.includes(origin) && !isOtherOptions(request) ? { ...ALLOWED, origin } : REFUSED);
    },
  });
}

/** An `OPTIONS` that asks for no permission: the plugin would answer it with a bare 400. */
function isOtherOptions({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] === undefined;
}
