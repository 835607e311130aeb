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
  /** A text in which anybody may be spoken of: it can also be made unreadable by itself, without its author being forgotten. */
  readonly alone?: true;
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
  readonly alone: boolean;
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
    const instead = mayBeLeftOut ? undefined : (mark.instead ?? REMOVED);
    return [{ name, of: mark.of, instead, alone: mark.alone === true }];
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

/**
 * Whose keys a field of an event is sealed by, all of them together: without one of them it is gone. `person:<id>`, and
 * {@link eventOwner} where it is nobody's, or a text that can be gone alone.
 */
export function ownersOf(
  event: { readonly source: string; readonly id: string; readonly data: unknown },
  { of, alone }: Pick<PersonalField, 'of' | 'alone'>,
): readonly [string, ...string[]] {
  const personId = (event.data as Readonly<Record<string, unknown>>)[of];
  const isPerson = typeof personId === 'string' && PERSON_ID.test(personId);
  const own = eventOwner(event.source, event.id);
  if (!isPerson) return [own];
  return alone ? [personOwner(personId), own] : [personOwner(personId)];
}

/** How an event is called among all that has keys. */
export function eventOwner(source: string, id: string): string {
  return `${EVENT}${source} ${id}`;
}

const EVENT = 'event:';

/** The event that is called so; undefined: it is a person. */
export function eventOf(owner: string): { readonly source: string; readonly id: string } | undefined {
  if (!owner.startsWith(EVENT)) return undefined;
  const [source = '', ...id] = owner.slice(EVENT.length).split(' ');
  return { source, id: id.join(' ') };
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
