import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { addConventions } from './api-conventions.js';

/** Serves OpenAPI 3.1 at `/docs-json`, for people at `/docs`. It is worked out when first asked for, not at start. */
export function serveApiDocs(app: NestFastifyApplication, name: string): void {
  SwaggerModule.setup('docs', app, () => describeApi(app, name), { raw: ['json'] });
}

/**
 * An app as OpenAPI 3.1: its controllers and their schemas, and what {@link addConventions} knows of all of them. The app
 * need not have been started.
 */
export function describeApi(app: INestApplication, name: string): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(name)
    .setDescription('Errors are problems (RFC 9457). Their `code` never changes, their words may.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, frame, {
    autoTagControllers: false,
    operationIdFactory,
    standardSchemaConverter: toJsonSchema,
  });
  addConventions(document);
  return document;
}

/** `HireEmployeeController.hire` → `hireEmployee`; of a controller that is not named after what it does: `things_list`. */
function operationIdFactory(controller: string, method: string): string {
  const bare = controller.replace(/Controller$/, '');
  const id = bare.charAt(0).toLowerCase() + bare.slice(1);
  return verbOf(id) === verbOf(method) ? id : `${id}_${method}`;
}

function verbOf(name: string): string | undefined {
  return /^[a-z]+/.exec(name)?.[0];
}

/**
 * Left to itself, the module asks zod for the dialect of OpenAPI 3.0, which differs. Answers are described as requests
 * are: as `output`, zod would promise that no member is ever added to them.
 */
function toJsonSchema(schema: unknown) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const converted = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: markPersonal });
  const { $schema: _dialect, $defs: components = {}, ...rest } = converted;
  return { schema: rest, components };
}

/** Zod writes the metadata of a field among the keywords. */
function markPersonal({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema['personal'] === undefined) return;
  jsonSchema['x-personal'] = jsonSchema['personal'];
  delete jsonSchema['personal'];
}
