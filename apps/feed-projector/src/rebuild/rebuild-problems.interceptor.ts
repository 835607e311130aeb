import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { isConnectionError } from '#lib/postgres';
import { RebuildRefused } from '#lib/read-model';
import { problem } from '#lib/service';

/** What is refused, over HTTP. */
@Injectable()
export class RebuildProblems implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw toProblem(error);
      }),
    );
  }
}

function toProblem(error: unknown): unknown {
  if (isConnectionError(error)) {
    return problem(503, 'database-unavailable', 'It may have been done, or not: look, and try again.');
  }
  if (!(error instanceof RebuildRefused)) return error;
  return problem(statusOf(error), error.code, error.message);
}

function statusOf({ code }: RebuildRefused): number {
  if (code === 'version-unknown') return 404;
  return code === 'version-in-use' ? 503 : 409;
}
