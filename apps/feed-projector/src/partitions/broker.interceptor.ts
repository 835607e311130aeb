import { type HttpException, Injectable } from '@nestjs/common';
import { BrokerUnavailable, TopologyMismatch } from '#lib/messaging';
import { problem, ProblemInterceptor } from '#lib/service';

/** A broker that is away is no fault of the order: 503. One that holds something else has to be mended first: 409. */
@Injectable()
export class BrokerInterceptor extends ProblemInterceptor {
  protected override problemOf(error: Error): HttpException | undefined {
    if (error instanceof TopologyMismatch) return problem(409, 'topology-mismatch', error.message);
    if (!(error instanceof BrokerUnavailable)) return undefined;
    return problem(503, 'broker-unavailable', 'The broker is away. Not all may be done: try again.');
  }
}
