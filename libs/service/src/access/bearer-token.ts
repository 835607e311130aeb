import type { IncomingMessage } from 'node:http';
import { TokenRefused } from '#lib/identity';
import { headerValues } from '../http/header-values.js';

const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;

/** The token of a request (RFC 6750, section 2.1). Throws {@link TokenRefused} when there is none, or more than one header. */
export function bearerToken(request: IncomingMessage): string {
  const given = headerValues(request, 'authorization');
  if (given.length === 0)
    throw new TokenRefused('token-missing', 'Sign in: there is no Authorization header.');
  const [, token] = (given.length === 1 && BEARER.exec(given[0]!)) || [];
  if (token === undefined)
    throw new TokenRefused(
      'token-malformed',
      'The Authorization header must be there once, as "Bearer <token>".',
    );
  return token;
}
