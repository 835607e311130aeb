import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { check } from './check.js';
import type { Schema } from './faults.js';

/**
 * A header of the request, checked: `@RequestHeader('idempotency-key', z.string().max(255).optional())`. A header that
 * does not fit is answered 400 `request-invalid`, with the header's name.
 */
export function RequestHeader(name: string, schema: Schema): ParameterDecorator {
  const read = createParamDecorator(
    (_data: unknown, context: ExecutionContext) =>
      context.switchToHttp().getRequest<FastifyRequest>().headers[name.toLowerCase()],
  );
  return read({ transform: (value: unknown) => check(schema, value, { kind: 'header', name }) });
}
