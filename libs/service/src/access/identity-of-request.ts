import type { FastifyRequest } from 'fastify';
import type { Identity } from '#lib/identity';

const identities = new WeakMap<FastifyRequest, Identity>();

/** To be called once it is known whose request it is. */
export function rememberIdentity(request: FastifyRequest, identity: Identity): void {
  identities.set(request, identity);
}

/** Whose request it is. Throws where everybody may ask: who that is was not looked at. */
export function identityOf(request: FastifyRequest): Identity {
  const identity = identities.get(request);
  if (!identity) throw new Error(`${request.url} is open to everybody`);
  return identity;
}
