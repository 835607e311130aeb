import { problem } from '#lib/service';
import { NotAllowed, RuleViolation } from '#lib/decider';
import { IdempotencyKeyReused, VersionConflict } from '#lib/event-store';
import { KeysUnavailable, PersonForgotten } from '#lib/personal-data';
import { isCancelled, isConnectionError } from '#lib/postgres';
import { StreamNotFound, VersionNotMet } from '../errors.js';

/** What a source's errors are over HTTP. Others are returned as they came. */
export function toProblem(error: unknown, ifMatchGiven: boolean): unknown {
  if (error instanceof RuleViolation) return problem(422, error.code, error.message);
  if (error instanceof PersonForgotten) return problem(422, error.code, error.message);
  if (error instanceof KeysUnavailable)
    return problem(
      503,
      'personal-keys-unavailable',
      'Nothing was recorded. The keys of people cannot be read.',
    );
  if (error instanceof NotAllowed) return problem(403, error.code, error.message);
  if (error instanceof StreamNotFound) return problem(404, 'not-found', error.message);
  if (error instanceof VersionNotMet) return problem(412, 'version-not-met', error.message);
  if (error instanceof IdempotencyKeyReused) return problem(422, 'idempotency-key-reused', error.message);
  if (isConnectionError(error) || isCancelled(error))
    return problem(
      503,
      'database-unavailable',
      'Nothing was recorded, or it is not known: try again with the same Idempotency-Key.',
    );
  if (!(error instanceof VersionConflict)) return error;
  if (error.expected === 0) return problem(409, 'exists-already', error.message);
  return ifMatchGiven
    ? problem(412, 'version-not-met', error.message)
    : problem(409, 'version-conflict', `${error.message}. Others are changing it: try again.`);
}
