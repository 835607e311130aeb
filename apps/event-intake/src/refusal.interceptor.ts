import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { KeysUnavailable, PersonForgotten } from '#lib/personal-data';
import { isCancelled, isConnectionError } from '#lib/postgres';
import { problem, refuseQuery } from '#lib/service';
import { Refusal } from './refusal.js';

/** A batch can hold a fault every few bytes; the answer does not grow with it. */
const MAX_LISTED = 100;

/** Answers refusals, and a database that is away, as problems. */
@Injectable()
export class RefusalInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    refuseQuery(execution.switchToHttp().getRequest<FastifyRequest>().query);
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw toProblem(error);
      }),
    );
  }
}

function toProblem(error: unknown): unknown {
  if (error instanceof Refusal) {
    const { status, code, message, faults } = error;
    const more =
      faults.length > MAX_LISTED ? ` The first ${MAX_LISTED} of ${faults.length} faults are listed.` : '';
    return problem(status, code, message + more, faults.slice(0, MAX_LISTED));
  }
  if (error instanceof PersonForgotten) return problem(422, error.code, error.message);
  if (error instanceof KeysUnavailable)
    return problem(
      503,
      'personal-keys-unavailable',
      'Nothing was recorded. The keys of people cannot be read.',
    );
  if (!isConnectionError(error) && !isCancelled(error)) return error;
  const detail = 'Nothing was recorded, or it is not known: send the same again, it is recorded once.';
  return problem(503, 'database-unavailable', detail);
}
