import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { isConnectionError, sqlState } from '#lib/postgres';
import { NoLiveProjection } from '#lib/read-model';
import { problem } from '#lib/service';

/** A database that is away is no fault of the request: 503, and the caller may try again. */
@Injectable()
export class DatabaseInterceptor implements NestInterceptor {
  private readonly logger = new Logger(DatabaseInterceptor.name);

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!isConnectionError(error) && !isNotMadeYet(error)) throw error;
        this.logger.warn(`the database is away: ${(error as Error).message}`);
        throw problem(503, 'database-unavailable', 'The feed cannot be read at the moment. Try again.');
      }),
    );
  }
}

/** The projector has not made the feed yet: no schema (3F000), no tables (42P01), or no live version. */
function isNotMadeYet(error: unknown): boolean {
  return error instanceof NoLiveProjection || ['3F000', '42P01'].includes(sqlState(error) ?? '');
}
