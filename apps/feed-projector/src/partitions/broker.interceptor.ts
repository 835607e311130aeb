import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { BrokerUnavailable, TopologyMismatch } from '#lib/messaging';
import { problem } from '#lib/service';

/** A broker that is away is no fault of the order: 503. One that holds something else has to be mended first: 409. */
@Injectable()
export class BrokerInterceptor implements NestInterceptor {
  private readonly logger = new Logger(BrokerInterceptor.name);

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof TopologyMismatch) throw problem(409, 'topology-mismatch', error.message);
        if (!(error instanceof BrokerUnavailable)) throw error;
        this.logger.warn(`the broker is away: ${error.message}`);
        throw problem(503, 'broker-unavailable', 'The broker is away. Not all may be done: try again.');
      }),
    );
  }
}
