import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { EVERYONE, type Locale, LOCALES } from '#lib/cards';
import { identityOf } from '#lib/service';
import type { Reader } from './reader.js';

/** The reader of a request: sees what is meant for everyone, in the language their browser prefers. */
export const CurrentReader = createParamDecorator((_: unknown, execution: ExecutionContext): Reader => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const { personId } = identityOf(request);
  const preferred = new Negotiator({ headers: request.headers }).language([...LOCALES]) as Locale | undefined;
  return {
    audiences: EVERYONE,
    locale: preferred ?? LOCALES[0],
    ...(personId !== undefined && { personId }),
  };
});
