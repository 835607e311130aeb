import type { z } from 'zod';

/** One version of one public event. `type` is what stands on the wire and in the store: `<name>.v<version>`. */
export interface EventContract<Type extends string = string, Data = unknown> {
  readonly name: string;
  readonly version: number;
  readonly type: Type;
  readonly schema: z.ZodType<Data>;
  /** The version before, and how its data becomes this version's. Pure. */
  readonly previous?: { readonly contract: EventContract; readonly upcast: (data: never) => unknown };
}

export type DataOf<Contract> = Contract extends EventContract<string, infer Data> ? Data : never;

/** A domain event as a source's pure functions handle it. */
export type EventOf<Contract> =
  Contract extends EventContract<infer Type, infer Data>
    ? { readonly type: Type; readonly data: Data }
    : never;

interface Definition<Name extends string, Version extends number, Schema extends z.ZodType> {
  readonly name: Name;
  readonly version: Version;
  readonly schema: Schema;
}

/** The first version of an event; with `previous` and `upcast`, a later one. A published version is never edited. */
export function defineEvent<
  Name extends string,
  Version extends number,
  Schema extends z.ZodType,
  Previous extends EventContract = never,
>(
  definition: Definition<Name, Version, Schema> & {
    readonly previous?: Previous;
    readonly upcast?: (data: DataOf<Previous>) => z.output<Schema>;
  },
): EventContract<`${Name}.v${Version}`, z.output<Schema>> & { readonly schema: Schema } {
  const { name, version, schema, previous, upcast } = definition;
  if ((previous === undefined) !== (upcast === undefined)) {
    throw new Error(`${name}.v${version}: previous and upcast belong together`);
  }
  return {
    name,
    version,
    type: `${name}.v${version}`,
    schema: schema as Schema & z.ZodType<z.output<Schema>>,
    ...(previous &&
      upcast && { previous: { contract: previous, upcast: upcast as (data: never) => unknown } }),
  };
}
