import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow, everybody, problem } from '#lib/service';
import { type JsonSchema, schemaDocuments } from './event-schema.document.js';
import { goldenExamples } from './golden.examples.js';

@Controller('schemas')
export class ReadSchemaController {
  private documents: Readonly<Record<string, JsonSchema>> | undefined;

  /** The schema of a type of event, or of the envelope. They are worked out when first asked for, not at start. */
  @Get(':type')
  @Allow(everybody)
  @Header('content-type', 'application/schema+json')
  @ApiProduces('application/schema+json')
  @ApiOkResponse({ description: 'JSON Schema 2020-12.', schema: { type: 'object' } })
  read(@Param('type', { schema: z.string() }) type: string): JsonSchema {
    const documents = (this.documents ??= schemaDocuments(goldenExamples()));
    if (Object.hasOwn(documents, type)) return documents[type]!;
    throw problem(404, 'not-found', `There is no event ${type}, see /schemas.`);
  }
}
