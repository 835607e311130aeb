import { applyDecorators, Controller, SetMetadata, UseInterceptors } from '@nestjs/common';
import { COLLECTION, SourceInterceptor } from './source.interceptor.js';

/**
 * A controller of a source, at `/<collection>`. Its commands honour `Idempotency-Key` and `If-Match`; what a method
 * answers with an id and a version goes out with `ETag` and `Location`; errors of the domain become problems.
 */
export function SourceController(collection: string): ClassDecorator {
  return applyDecorators(
    Controller(collection),
    SetMetadata(COLLECTION, collection),
    UseInterceptors(SourceInterceptor),
  );
}
