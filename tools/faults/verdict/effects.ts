import type { Request } from '../load/request.js';
import type { StoredEvent } from './evidence.js';

/** What a request is for: after it, the last of these events in its stream says so. */
export interface Effect {
  /** Types of events that decide about it, without their version. */
  readonly types: readonly string[];
  /** Which of these events are about it. All unless given. */
  readonly concerns?: (data: Data) => boolean;
  /** Whether it is so after this event; `undefined`: after none. */
  readonly isSo: (event: Pick<StoredEvent, 'type' | 'data'> | undefined) => boolean;
}

type Data = Readonly<Record<string, unknown>>;

const dataOf = (event: { readonly data: unknown } | undefined): Data => (event?.data ?? {}) as Data;
const says =
  (wanted: Data): Effect['isSo'] =>
  (event) =>
    event !== undefined && Object.entries(wanted).every(([name, value]) => dataOf(event)[name] === value);
const nameOf = (type: string | undefined): string => type?.replace(/\.v\d+$/, '') ?? '';

const named = (kind: string, first: string, body: Data): Effect => ({
  types: [`${kind}.${first}`, `${kind}.renamed`],
  isSo: says({ name: body['name'] }),
});
const ends = (type: string): Effect => ({ types: [type], isSo: (event) => event !== undefined });

/** Of requests with an `Idempotency-Key`. */
export function effectOf({ method, path, body }: Request): Effect {
  const [, collection = '', , aspect, reaction] = path.split('/');
  const data = (body ?? {}) as Data;
  if (aspect === 'reactions') return reactionEffect(method, reaction!);
  if (aspect === 'hidden') return saidEffect(method, 'entry.hidden', 'entry.shown');
  if (aspect === 'pin') return saidEffect(method, 'entry.pinned', 'entry.unpinned');
  switch (`${method} ${collection} ${aspect ?? ''}`) {
    case 'POST employees ':
      return { types: ['employee.hired'], isSo: says({ name: data['name'], position: data['position'] }) };
    case 'POST employees position':
      return {
        types: ['employee.hired', 'employee.position-changed'],
        isSo: says({ position: data['position'] }),
      };
    case 'POST employees name':
      return named('employee', 'hired', data);
    case 'POST employees department':
      return {
        types: ['employee.hired', 'employee.transferred'],
        isSo: says({ departmentId: data['departmentId'], teamId: data['teamId'] }),
      };
    case 'POST employees departure':
      return ends('employee.departed');
    case 'POST departments ':
      return {
        types: ['department.created'],
        isSo: says({ name: data['name'], parentId: data['parentId'] }),
      };
    case 'POST departments name':
      return named('department', 'created', data);
    case 'POST departments parent':
      return {
        types: ['department.created', 'department.moved'],
        isSo: says({ parentId: data['parentId'] }),
      };
    case 'DELETE departments ':
      return ends('department.dissolved');
    case 'POST teams ':
      return {
        types: ['team.created'],
        isSo: says({ name: data['name'], departmentId: data['departmentId'] }),
      };
    case 'POST teams name':
      return named('team', 'created', data);
    case 'POST teams department':
      return { types: ['team.created', 'team.moved'], isSo: says({ departmentId: data['departmentId'] }) };
    case 'DELETE teams ':
      return ends('team.dissolved');
    case 'POST thanks ':
      return { types: ['thanks.given'], isSo: says({ from: data['from'], message: data['message'] }) };
    case 'DELETE thanks ':
      return ends('thanks.taken-back');
    default:
      throw new Error(`nothing is known about ${method} ${path}`);
  }
}

function reactionEffect(method: string, kind: string): Effect {
  const wanted = method === 'PUT';
  return {
    types: ['reaction.added', 'reaction.removed'],
    concerns: (data) => data['kind'] === kind,
    isSo: (event) => (nameOf(event?.type) === 'reaction.added') === wanted,
  };
}

/** PUT: it is so, DELETE: it is not; that it never was is as good. */
function saidEffect(method: string, so: string, notSo: string): Effect {
  return { types: [so, notSo], isSo: (event) => (nameOf(event?.type) === so) === (method === 'PUT') };
}

/** Whether it is so in a stream, whose events are given from the first on. */
export function isFulfilled(effect: Effect, events: readonly StoredEvent[]): boolean {
  const last = events.findLast(
    (event) => effect.types.includes(nameOf(event.type)) && (effect.concerns?.(dataOf(event)) ?? true),
  );
  return effect.isSo(last);
}
