import type { FastifyReply } from 'fastify';

/** Said without a stack, which would cost more than the rest. */
const GONE = 'the caller has gone';

/** Aborts when the connection is closed, which is also so after the answer: then nobody waits for anything any more. */
export function callerGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort(GONE));
  return gone.signal;
}
