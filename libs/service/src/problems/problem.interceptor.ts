import {
  type CallHandler,
  type ExecutionContext,
  type HttpException,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';

/** Answers what goes wrong outside of an app, a server that is away say, as a problem of its own, and logs it. */
export abstract class ProblemInterceptor implements NestInterceptor {
  private readonly logger = new Logger(this.constructor.name);

  /** How an error is answered. Undefined: it is not for this one to know. */
  protected abstract problemOf(error: Error): HttpException | undefined;

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: Error) => {
        const known = this.problemOf(error);
        if (!known) throw error;
        this.logger.warn(`answered ${known.getStatus()}: ${error.message}`);
        throw known;
      }),
    );
  }
}
