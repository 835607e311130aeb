import { type HttpException, Injectable } from '@nestjs/common';
import { isConnectionError } from '#lib/postgres';
import { problem, ProblemInterceptor } from '#lib/service';

/** A database that is away is no fault of the order: 503. What was done until then stays, and the order may be repeated. */
@Injectable()
export class DatabaseInterceptor extends ProblemInterceptor {
  protected override problemOf(error: Error): HttpException | undefined {
    if (!isConnectionError(error)) return undefined;
    return problem(503, 'database-unavailable', 'The database is away. Not all may be done: try again.');
  }
}
