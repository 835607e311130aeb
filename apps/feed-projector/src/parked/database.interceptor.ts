import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { isConnectionError } from '#lib/postgres';
import { problem } from '#lib/service';

/** A database that is away is no fault of the order: 503. What was done until then stays, and the order may be repeated. */
@Injectable()
export class DatabaseInterceptor implements NestInterceptor {
  private readonly logger = new Logger(DatabaseInterceptor.name);

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!isConnectionError(error)) throw error;
        this.logger.warn(`the database is away: ${(error as Error).message}`);
        throw problem(503, 'database-unavailable', 'The database is away. Not all may be done: try again.');
      }),
    );
  }
}
