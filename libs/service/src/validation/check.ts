import { problem } from '../problems/problem.js';
import { faultsOf, type Place, type Schema } from './faults.js';

/** A body of a megabyte can hold a fault every few bytes; the answer does not grow with it. */
const MAX_LISTED = 100;

/** The value as the schema makes it. Throws the problem `request-invalid` (400), which lists every fault. */
export async function check(schema: Schema, value: unknown, place: Place): Promise<unknown> {
  const result = await schema['~standard'].validate(value);
  if (!result.issues) return result.value;
  const faults = faultsOf(result.issues, value, place);
  const listed = faults.slice(0, MAX_LISTED);
  const which = faults.length > listed.length ? `, of which the first ${listed.length} are listed` : '';
  const detail = `The request has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}${which}.`;
  throw problem(400, 'request-invalid', detail, listed);
}
