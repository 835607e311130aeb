import { HttpException } from '@nestjs/common';
import { type Problem, titleOf } from './problem.js';

/** What fastify refuses by itself, in our words. */
const REFUSED_BY_FASTIFY: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'json-invalid', detail: 'The body is not valid JSON.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'content-length-wrong',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'content-type-unsupported',
    detail: 'The body must be JSON: Content-Type application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'body-too-large', detail: 'The body is too large.' },
  FST_ERR_BAD_URL: { status: 400, code: 'url-invalid', detail: 'The path is not properly percent-encoded.' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'url-too-long', detail: 'A part of the path is too long.' },
};

const UNEXPECTED: Problem = {
  status: 500,
  code: 'internal-error',
  detail: 'Something unexpected went wrong. The log tells more under this request id.',
};

/**
 * What to tell the caller about an error. What nobody declared to be the caller's business comes out as 500 without any
 * of its words.
 */
export function problemOf(error: unknown): Problem {
  const refused = refusedByFastify(error) ?? refusedByFastify((error as { cause?: unknown } | null)?.cause);
  if (refused) return refused;
  return error instanceof HttpException ? problemOfException(error) : UNEXPECTED;
}

/** Whether the log must tell what the answer does not. */
export function isUnexpected(error: unknown): boolean {
  return problemOf(error).status === 500;
}

function refusedByFastify(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  if (typeof code !== 'string' || !code.startsWith('FST_')) return undefined;
  const known = REFUSED_BY_FASTIFY[code];
  if (known) return known;
  const isCallersFault = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isCallersFault ? { status: statusCode, code: codeOf(statusCode), detail: error.message } : undefined;
}

function problemOfException(exception: HttpException): Problem {
  const status = exception.getStatus();
  const response = exception.getResponse();
  if (typeof response === 'object' && typeof (response as { code?: unknown }).code === 'string') {
    return { ...(response as { code: string }), status };
  }
  // Of a fault on our side the words were meant for the log.
  return status < 500 ? { status, code: codeOf(status), detail: exception.message } : UNEXPECTED;
}

/** `not-found` for 404. */
function codeOf(status: number): string {
  return titleOf(status)
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-');
}
