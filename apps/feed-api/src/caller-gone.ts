import type { FastifyReply } from 'fastify';

/** Aborts when the connection is closed, which is also so after the answer: then nobody waits for anything any more. */
export function callerGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}
