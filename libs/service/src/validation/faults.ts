import type { ArgumentMetadata } from '@nestjs/common';
import type { Fault } from '../problems/problem.js';

export type Schema = NonNullable<ArgumentMetadata['schema']>;
type Validation = Awaited<ReturnType<Schema['~standard']['validate']>>;
export type Issue = NonNullable<Validation['issues']>[number];

/** Where a value came from: the body (or a member of it), a parameter of query or path. */
export interface Place {
  readonly kind: 'body' | 'parameter';
  /** What the decorator asked for by name; undefined when the whole was asked for. */
  readonly name?: string | undefined;
}

/** What a schema found wrong with `value`, one fault for each thing to put right. */
export function faultsOf(issues: readonly Issue[], value: unknown, place: Place): Fault[] {
  return issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
    const { code, keys } = issue as { code?: string; keys?: string[] };
    if (code === 'unrecognized_keys' && keys) {
      return keys.map((key) => ({
        ...pointTo([...path, key], place),
        code: 'unknown',
        detail: 'is not known here',
      }));
    }
    if (code !== 'custom' && valueAt(value, path) === undefined) {
      return [{ ...pointTo(path, place), code: 'required', detail: 'is required' }];
    }
    return [
      { ...pointTo(path, place), code: (code ?? 'invalid').replaceAll('_', '-'), detail: issue.message },
    ];
  });
}

function pointTo(path: readonly PropertyKey[], { kind, name }: Place): Pick<Fault, 'pointer' | 'parameter'> {
  const whole = name === undefined ? path : [name, ...path];
  if (kind === 'body') return { pointer: ['#', ...whole.map(pointerSegment)].join('/') };
  const first = whole[0];
  return first === undefined ? {} : { [kind]: String(first) };
}

function pointerSegment(key: PropertyKey): string {
  return encodeURIComponent(String(key).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      inner === null || inner === undefined ? undefined : (inner as Record<PropertyKey, unknown>)[key],
    value,
  );
}
