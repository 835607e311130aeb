import type { FastifyInstance } from 'fastify';

/** `application/json` and every `application/…+json`. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json(?:\s*;|$)/i;

/**
 * Takes JSON bodies and no others. An empty body counts as none, whatever its type says, for clients send the header of
 * a DELETE or of a POST without content.
 */
export function parseJsonOnly(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<string>(JSON_TYPE, { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body, done);
  });
}
