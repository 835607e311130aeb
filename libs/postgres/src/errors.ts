/** Postgres' five-character code of an error (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The name of the constraint that was violated. */
export function constraintOf(error: unknown): string | undefined {
  return (error as { constraint?: string } | null)?.constraint;
}

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
// What pg and pg-pool say without a code when a connection ends under a query, or cannot be had.
const LOST =
  /Query read timeout|Connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable/i;

/**
 * Whether the server could not be reached or went away: the statement may or may not have taken effect, and the same
 * statement may succeed later. Class 08 and 57P are the server's own words for it; 53 is "out of resources".
 */
export function isConnectionError(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return /^(08|53|57P)/.test(state);
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return SOCKET_CODES.has(code ?? '') || LOST.test(message ?? '');
}

/** Whether the server gave a statement up: it took longer than it may, or somebody there stopped it. */
export function isCancelled(error: unknown): boolean {
  return sqlState(error) === '57014';
}

/** Whether transactions got into each other's way (deadlock, serialization): the same one may succeed now. */
export function isConflict(error: unknown): boolean {
  return ['40P01', '40001'].includes(sqlState(error) ?? '');
}

/** Whether the server refused the values themselves (class 22) or a constraint did (23): trying again changes nothing. */
export function isDataError(error: unknown): boolean {
  return /^(22|23)/.test(sqlState(error) ?? '');
}
