import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { type Locale, LOCALES } from '#lib/cards';
import { audienceRoles } from '#lib/identity';
import { identityOf } from '#lib/service';
import type { Reader } from './reader.js';

/** The reader of a request, with the language their browser prefers. */
export const CurrentReader = createParamDecorator((_: unknown, execution: ExecutionContext): Reader => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const identity = identityOf(request);
  const { personId } = identity;
  const preferred = new Negotiator({ headers: request.headers }).language([...LOCALES]) as Locale | undefined;
  return {
    locale: preferred ?? LOCALES[0],
    roles: audienceRoles(identity),
    ...(personId !== undefined && { personId }),
  };
});
