import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';

const HEADER = 'x-actor-id';
const ID = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,64}$/;

const actors = new WeakMap<FastifyRequest, string>();

/**
 * Takes who acts from `X-Actor-Id`, where it is `trusted`: anybody can write anything into it. Elsewhere a request that
 * has it is refused, so that nobody takes it for a way to sign in.
 */
export function readActorHeader(instance: FastifyInstance, { trusted }: { trusted: boolean }): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    const given = request.headers[HEADER];
    if (given === undefined) return done();
    if (!trusted) return done(problem(403, 'actor-header-refused', 'X-Actor-Id is not accepted here.'));
    if (typeof given !== 'string' || !ID.test(given)) {
      const detail = 'must be the id of a person: 1 to 64 of A-Z a-z 0-9 . _ ~ -, and not . or ..';
      const fault = { header: HEADER, code: 'format', detail };
      return done(problem(400, 'request-invalid', `The header ${HEADER} is wrong.`, [fault]));
    }
    actors.set(request, given);
    done();
  });
}

/** The id of the person whose request it is, as far as is known. */
export function actorOf(request: FastifyRequest): string | undefined {
  return actors.get(request);
}

/** The id of the person whose request it is. Without one it is answered 401 `actor-unknown`. */
export const CurrentActor = createParamDecorator((_: unknown, execution: ExecutionContext): string => {
  const actor = actorOf(execution.switchToHttp().getRequest<FastifyRequest>());
  if (actor === undefined) throw problem(401, 'actor-unknown', 'It is not known who you are.');
  return actor;
});
