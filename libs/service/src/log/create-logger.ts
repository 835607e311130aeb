import { type DestinationStream, type Logger, pino } from 'pino';
import { currentRequestId } from '../request-context.js';
import { errorFields } from './error-fields.js';
import { redact } from './redact.js';

/** Whose log it is, how much it tells, and where it goes. */
export interface LoggerOptions {
  /** The service: field `service.name`. */
  readonly name: string;
  /** Default `info`. */
  readonly level?: string;
  /** Default stdout, written synchronously: a process that dies loses no line. */
  readonly destination?: DestinationStream;
}

/** One JSON object per line, with the id of the current request on each, and no secret on any. */
export function createLogger({ name, level = 'info', destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { 'service.name': name, pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const requestId = currentRequestId();
        return requestId === undefined ? {} : { request_id: requestId };
      },
      serializers: { err: (error: unknown) => errorFields(error) },
      hooks: { streamWrite: redact },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
