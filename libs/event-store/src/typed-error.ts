import { sqlState } from '#lib/postgres';
import { EventIdTaken, IdempotencyKeyReused, VersionConflict } from './errors.js';
import type { Idempotency } from './recorded-event.js';

/** What was to be appended to. */
interface Refused {
  readonly stream: string;
  readonly expected?: number;
  readonly idempotency?: Idempotency;
}

/** What the database says of an append that it refused, as an error of ours. Others are returned as they came. */
export function typedError(error: unknown, { stream, expected = -1, idempotency }: Refused): unknown {
  switch (sqlState(error)) {
    case 'ES001':
      return new VersionConflict(stream, expected, Number((error as { detail: string }).detail));
    case 'ES002':
      return new EventIdTaken(stream);
    case 'ES003':
      return new IdempotencyKeyReused(idempotency?.key ?? '');
    case '23505':
      return uniqueViolation(error as { constraint?: string }, stream, expected);
    default:
      return error;
  }
}

// Beyond the lock's reach, e.g. rows written past the append function: the constraints still hold.
function uniqueViolation(error: { constraint?: string }, stream: string, expected: number): unknown {
  if (error.constraint === 'events_event_id') return new EventIdTaken(stream);
  return error.constraint === 'events_stream_version'
    ? new VersionConflict(stream, expected, expected + 1)
    : error;
}
