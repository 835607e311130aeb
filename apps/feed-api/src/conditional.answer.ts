import type { FastifyReply } from 'fastify';
import type { Reader } from './reader.js';

export interface Conditional<Body> {
  readonly etag: string;
  /** Undefined when the caller has it already. */
  readonly body?: Body;
  readonly links?: readonly string[];
}

/** Puts the headers on an answer that may be a 304, and answers its body. */
export function answerConditionally<Body>(
  reply: FastifyReply,
  { locale }: Reader,
  { etag, body, links = [] }: Conditional<Body>,
): Body | undefined {
  reply.headers({
    etag,
    'cache-control': 'private, no-cache',
    'content-language': locale,
    vary: 'Accept-Language, Authorization',
    ...(links.length > 0 && { link: links.join(', ') }),
  });
  if (body === undefined) reply.status(304);
  return body;
}
