import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { check } from './check.js';

/**
 * Checks what `@Body({ schema })`, `@Query({ schema })` and `@Param('id', { schema })` bring in. Nest's own
 * StandardSchemaValidationPipe does not tell its exception factory which of them it was.
 */
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, { schema, type, data }: ArgumentMetadata): Promise<unknown> {
    if (!schema || type === 'custom') return value;
    return check(schema, value, { kind: type === 'body' ? 'body' : 'parameter', name: data });
  }
}
