import { collectDefaultMetrics, Histogram, register } from 'prom-client';
import type { Answered } from '../http/on-answered.js';

const NAME = 'http_server_request_duration_seconds';
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The registry is the process's, and specs start several services in one process. */
const durations =
  (register.getSingleMetric(NAME) as Histogram | undefined) ??
  new Histogram({
    name: NAME,
    help: 'How long requests took to answer, by route.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: BUCKETS_SECONDS,
  });

if (!register.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics();

/** Counts one answered request. */
export function observeRequest({ method, route, status, durationMs }: Answered): void {
  durations.observe(
    { http_request_method: method, http_route: route, http_response_status_code: status },
    durationMs / 1000,
  );
}
