import { type HttpException, Injectable } from '@nestjs/common';
import { isCancelled, isConnectionError } from '#lib/postgres';
import { problem, ProblemInterceptor } from '#lib/service';

/** A database that is away, or takes too long, is no fault of the order: 503. What was done until then stays, and the order may be repeated. */
@Injectable()
export class DatabaseInterceptor extends ProblemInterceptor {
  protected override problemOf(error: Error): HttpException | undefined {
    if (!isConnectionError(error) && !isCancelled(error)) return undefined;
    return problem(
      503,
      'database-unavailable',
      'The database is away, or took too long. Not all may be done: try again.',
    );
  }
}
