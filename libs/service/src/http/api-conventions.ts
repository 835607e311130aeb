import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_JSON } from '../problems/problem.js';

type Components = NonNullable<OpenAPIObject['components']>;
type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Response = Exclude<Operation['responses'][string], { $ref: string } | undefined>;
type Schemas = NonNullable<Components['schemas']>;
type Schema = Schemas[string];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const text = { type: 'string' } as const;

const components = {
  schemas: {
    /** The words of `problem()` and `problemBody()`. */
    Problem: {
      type: 'object',
      description: 'RFC 9457. There may be further members.',
      properties: {
        type: { type: 'string', format: 'uri-reference' },
        title: text,
        status: { type: 'integer' },
        detail: text,
        code: { type: 'string', description: 'Never changes: what a program may decide by.' },
        errors: { type: 'array', items: { $ref: '#/components/schemas/Fault' } },
        requestId: text,
        instance: text,
      },
      required: ['type', 'title', 'status', 'code', 'requestId'],
    },
    Fault: {
      type: 'object',
      description: 'One thing that is wrong with a request, and where.',
      properties: {
        pointer: { type: 'string', description: 'A JSON pointer into the body, as a URI fragment.' },
        parameter: { type: 'string', description: 'Of query or path.' },
        header: text,
        code: text,
        detail: text,
      },
      required: ['code', 'detail'],
    },
  },
  responses: {
    Problem: {
      description: 'Anything else is a problem.',
      content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
} as const satisfies Components;

const commandComponents = {
  schemas: {
    CommandResult: {
      type: 'object',
      description: 'What a command was about, and the version it has now.',
      properties: { id: text, version: { type: 'integer', minimum: 0 } },
      required: ['id', 'version'],
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'The same request with the same key is carried out once, and gets the same answer.',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      description: 'The version that must not have changed meanwhile, as an ETag told it; else 412.',
      schema: { type: 'string', pattern: '^"\\d{1,15}"$' },
    },
  },
} as const satisfies Components;

const ETAG = { description: 'The version, for If-Match.', schema: text };
const LOCATION = { description: 'Where what was changed can be read.', schema: text };

/**
 * Completes a document with what holds for all operations, so that no controller has to repeat it:
 *
 * - operations are grouped by the first segment of their path, and every error is a problem;
 * - what changes something is a command that answers an id and a version, unless its controller describes its answer;
 * - what changes something and answers a version takes `Idempotency-Key` and `If-Match`;
 * - an answer with an id and a version has an `ETag`, and that of a command `Location`.
 */
export function addConventions(document: OpenAPIObject): void {
  const { paths } = document;
  document.components = { ...document.components, responses: components.responses };
  document.components.schemas = { ...document.components.schemas, ...components.schemas };
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) complete(operation, path, method, document.components);
    }
  }
}

function complete(operation: Operation, path: string, method: string, all: Components): void {
  operation.tags ??= [path.split('/')[1]!];
  operation.summary ??= summaryOf(operation.operationId ?? '');
  letOutWhatHasDefault(operation.requestBody);
  const success = Object.entries(operation.responses).find(([status]) => /^2\d\d$/.test(status));
  if (success) describeAnswer(operation, success[1] as Response, method, all);
  operation.responses['default'] = { $ref: '#/components/responses/Problem' } as const as never;
}

/** `hireEmployee` → `Hire employee`. */
function summaryOf(operationId: string): string {
  const words = operationId.replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function letOutWhatHasDefault(body: Operation['requestBody']): void {
  if (!body || '$ref' in body) return;
  const schemas = Object.values(body.content).map(({ schema }) => schema ?? {});
  if (schemas.every((schema) => 'default' in schema)) body.required = false;
}

function describeAnswer(operation: Operation, answer: Response, method: string, all: Components): void {
  const isChange = method !== 'get';
  if (isChange && !answer.content) {
    all.schemas = { ...all.schemas, ...commandComponents.schemas };
    answer.content = { 'application/json': { schema: { $ref: '#/components/schemas/CommandResult' } } };
  }
  answer.description ||= isChange ? 'It is done.' : 'What there is.';
  const members = membersOf(Object.values(answer.content ?? {})[0]?.schema, all.schemas);
  if (!members.includes('version')) return;
  if (isChange) {
    all.parameters = { ...all.parameters, ...commandComponents.parameters };
    const names = Object.keys(commandComponents.parameters);
    const taken = names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
    operation.parameters = [...(operation.parameters ?? []), ...taken];
  }
  if (members.includes('id')) answer.headers = { ETag: ETAG, ...(isChange && { Location: LOCATION }) };
}

function membersOf(schema: Schema | undefined, schemas: Schemas = {}): string[] {
  if (schema === undefined) return [];
  const whole = '$ref' in schema ? schemas[schema.$ref.split('/').at(-1)!] : schema;
  return whole && 'properties' in whole ? Object.keys(whole.properties ?? {}) : [];
}
