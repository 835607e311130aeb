import { type HttpException, Injectable } from '@nestjs/common';
import { isCancelled, isConnectionError, sqlState } from '#lib/postgres';
import { NoLiveProjection } from '#lib/read-model';
import { problem, ProblemInterceptor } from '#lib/service';

/** A database that is away, or takes too long, is no fault of the request: 503, and the caller may try again. */
@Injectable()
export class DatabaseInterceptor extends ProblemInterceptor {
  protected override problemOf(error: Error): HttpException | undefined {
    return databaseProblem(error);
  }
}

/** Undefined for what is no fault of the database. */
export function databaseProblem(error: Error): HttpException | undefined {
  if (isCancelled(error))
    return problem(503, 'query-timeout', 'Reading this takes too long at the moment. Try again.');
  if (!isConnectionError(error) && !isNotMadeYet(error)) return undefined;
  return problem(503, 'database-unavailable', 'The feed cannot be read at the moment. Try again.');
}

/** The projector has not made the feed yet: no schema (3F000), no tables (42P01), or no live version. */
function isNotMadeYet(error: unknown): boolean {
  return error instanceof NoLiveProjection || ['3F000', '42P01'].includes(sqlState(error) ?? '');
}
