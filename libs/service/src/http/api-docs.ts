import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

/** Serves OpenAPI 3.1 at `/docs-json`, for people at `/docs`. It is worked out when first asked for, not at start. */
export function serveApiDocs(app: NestFastifyApplication, name: string): void {
  SwaggerModule.setup('docs', app, () => describe(app, name), { raw: ['json'] });
}

function describe(app: NestFastifyApplication, name: string): OpenAPIObject {
  const frame = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle(name).setVersion('1').build();
  return SwaggerModule.createDocument(app, frame, { standardSchemaConverter: toJsonSchema });
}

/** Left to itself, the module asks zod for the dialect of OpenAPI 3.0, which differs. */
function toJsonSchema(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const converted = z.toJSONSchema(schema, { io: schemaType, unrepresentable: 'any' });
  const { $schema: _dialect, $defs: components = {}, ...rest } = converted;
  return { schema: rest, components };
}
