import type { z } from 'zod';

/**
 * Stands for what was told of a person who is forgotten. Nothing else is called so: should somebody type it, readers are
 * told that something was removed.
 */
export const REMOVED = '[removed]';

/** Whose a personal field is, and what stands for it when it is gone. */
export interface PersonalMark<Value = unknown> {
  /** The field of the same data that holds that person's id. Where it is not there, the text belongs to its event alone. */
  readonly of: string;
  /** Unless given, {@link REMOVED}; a field that may be left out is left out. */
  readonly instead?: Value;
}

/** Marks a field of an event's data that tells something about a person: it is encrypted under that person's key. */
export function personal<Schema extends z.ZodType>(
  schema: Schema,
  mark: PersonalMark<z.output<Schema>>,
): Schema {
  return schema.meta({ personal: mark });
}

/** A field that {@link personal} marked. */
export interface PersonalField {
  readonly name: string;
  readonly of: string;
  /** Undefined: it is left out. */
  readonly instead: unknown;
}

const known = new WeakMap<z.ZodType, readonly PersonalField[]>();

/** The personal fields of an event's data. They are members of the data itself, never deeper in it. */
export function personalFieldsOf(schema: z.ZodType): readonly PersonalField[] {
  const fields = known.get(schema) ?? findFields(schema);
  known.set(schema, fields);
  return fields;
}

function findFields(schema: z.ZodType): PersonalField[] {
  const { shape = {} } = schema as { shape?: Readonly<Record<string, z.ZodType>> };
  return Object.entries(shape).flatMap(([name, field]) => {
    const mark = markOf(field);
    if (!mark) return [];
    const mayBeLeftOut = field.safeParse(undefined).success;
    return [{ name, of: mark.of, instead: mayBeLeftOut ? undefined : (mark.instead ?? REMOVED) }];
  });
}

/** Also beneath `optional()` and its like. */
function markOf(schema: z.ZodType): PersonalMark | undefined {
  const mark = schema.meta()?.['personal'] as PersonalMark | undefined;
  if (mark) return mark;
  const inner = (schema as { unwrap?: () => z.ZodType }).unwrap?.();
  return inner && markOf(inner);
}

/** Of what publishers send, too: what no id looks like is nobody's. */
const PERSON_ID = /^[A-Za-z0-9._~-]{1,64}$/;

/** Whose key a field of an event is sealed by: `person:<id>`, or `event:<source> <id>` where it is nobody's. */
export function ownerOf(
  event: { readonly source: string; readonly id: string; readonly data: unknown },
  { of }: Pick<PersonalField, 'of'>,
): string {
  const personId = (event.data as Readonly<Record<string, unknown>>)[of];
  const isPerson = typeof personId === 'string' && PERSON_ID.test(personId);
  return isPerson ? personOwner(personId) : `event:${event.source} ${event.id}`;
}

/** How a person is called among all that has keys. */
export function personOwner(personId: string): string {
  return `person:${personId}`;
}

/** The data as it is when a field of it is gone. */
export function withoutField(data: object, { name, instead }: PersonalField): Record<string, unknown> {
  const { [name]: _gone, ...rest } = data as Record<string, unknown>;
  return instead === undefined ? rest : { ...rest, [name]: instead };
}
