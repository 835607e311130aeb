import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '#lib/identity';
import { identityOf } from './identity-of-request.js';

/** Whose request it is. */
export const CurrentIdentity = createParamDecorator((_: unknown, execution: ExecutionContext): Identity =>
  identityOf(execution.switchToHttp().getRequest<FastifyRequest>()),
);

/** The id of the person whose request it is, on a route that is for persons. */
export const CurrentPerson = createParamDecorator((_: unknown, execution: ExecutionContext): string => {
  const { personId, subject } = identityOf(execution.switchToHttp().getRequest<FastifyRequest>());
  if (personId === undefined) throw new Error(`${subject} is no person: the route lacks @Allow(aPerson)`);
  return personId;
});
