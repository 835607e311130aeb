import type { Logger } from 'pino';
import type { Answered } from '../http/on-answered.js';

/** Asked every few seconds by machines. */
const OPERATIONS = /^\/(health\/|metrics|docs)/;

/** Writes one line for one answered request. */
export function logAccess(logger: Logger, { method, route, status, durationMs }: Answered): void {
  logger[OPERATIONS.test(route) ? 'debug' : 'info'](
    {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      duration_ms: Math.round(durationMs * 10) / 10,
    },
    'request',
  );
}
