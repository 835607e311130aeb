import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';

/** `application/json` and every `application/…+json`. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json(?:\s*;|$)/i;

/**
 * Takes JSON bodies in UTF-8 and no others. An empty body counts as none, whatever its type says, for clients send the
 * header of a DELETE or of a POST without content.
 */
export function parseJsonOnly(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<Buffer>(JSON_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      void parse(request, textOf(request, body), done);
    } catch (error) {
      done(error as Error);
    }
  });
}

function textOf({ headers }: FastifyRequest, body: Buffer): string {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw problem(
      415,
      'content-encoding-unsupported',
      'The body must be sent as it is, without Content-Encoding.',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw problem(400, 'json-invalid', 'The body is not valid UTF-8.');
  }
}
