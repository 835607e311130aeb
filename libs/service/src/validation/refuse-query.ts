import { problem } from '../problems/problem.js';

/** For routes without query parameters: one that is there is a fault, as elsewhere, and not ignored. */
export function refuseQuery(query: unknown): void {
  const names = Object.keys(query ?? {});
  if (names.length === 0) return;
  const faults = names.map((parameter) => ({ parameter, code: 'unknown', detail: 'is not known here' }));
  throw problem(400, 'request-invalid', 'There are no query parameters here.', faults);
}
