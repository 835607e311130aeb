import type { IncomingMessage } from 'node:http';
import type { HttpException } from '@nestjs/common';
import { problem } from '../problems/problem.js';

const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;

/** The token of a request (RFC 6750, section 2.1). Throws a problem when there is none, or more than one header. */
export function bearerToken({ headersDistinct }: IncomingMessage): string {
  const given = headersDistinct['authorization'] ?? [];
  if (given.length === 0) throw unauthorized('token-missing', 'Sign in: there is no Authorization header.');
  const [, token] = (given.length === 1 && BEARER.exec(given[0]!)) || [];
  if (token === undefined)
    throw unauthorized(
      'token-malformed',
      'The Authorization header must be there once, as "Bearer <token>".',
    );
  return token;
}

export const unauthorized = (code: string, detail: string): HttpException => problem(401, code, detail);
