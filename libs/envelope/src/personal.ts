import type { z } from 'zod';

/** Marks a field that tells something about a person, so that it can be encrypted under that person's key. */
export function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ personal: true });
}

/** Whether {@link personal} marked this field, also beneath `optional()` and its like. */
export function isPersonal(schema: z.ZodType): boolean {
  if (schema.meta()?.['personal'] === true) return true;
  const inner = (schema as { unwrap?: () => z.ZodType }).unwrap?.();
  return inner !== undefined && isPersonal(inner);
}
