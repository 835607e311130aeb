import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, everybody } from '#lib/service';
import { asyncapiDocument } from './asyncapi.document.js';
import type { JsonSchema } from './event-schema.document.js';
import { goldenExamples } from './golden.examples.js';

@ApiTags('schemas')
@Controller('asyncapi.json')
export class ReadAsyncapiController {
  private document: JsonSchema | undefined;

  /** The bus as AsyncAPI 3.0. It is worked out when first asked for, not at start. */
  @Get()
  @Allow(everybody)
  @ApiOkResponse({ description: 'AsyncAPI 3.0.', schema: { type: 'object' } })
  read(): JsonSchema {
    return (this.document ??= asyncapiDocument(goldenExamples()));
  }
}
