import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiResponse } from '@nestjs/swagger';

/** Describes a page of the feed in a format that is described elsewhere. */
export const AnswersExport = (
  type: string,
  description: string,
  schemaType: 'string' | 'object',
): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'If-None-Match', description: 'The ETag of an earlier answer.', required: false }),
    ApiHeader({ name: 'Accept-Language', description: 'In which language texts are.', required: false }),
    ApiOkResponse({ description, content: { [type]: { schema: { type: schemaType } } } }),
    ApiResponse({ status: 304, description: 'The caller has it already.' }),
  );
