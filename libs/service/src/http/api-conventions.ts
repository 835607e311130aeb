import type { OpenAPIObject } from '@nestjs/swagger';
import { commandComponents, problemComponents } from './api-components.js';

type Components = NonNullable<OpenAPIObject['components']>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = Exclude<NonNullable<Operation['responses']['default']>, { $ref: string }>;
type Schemas = NonNullable<Components['schemas']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** One operation, and what tells it from others. */
interface Place {
  readonly path: string;
  readonly method: (typeof METHODS)[number];
}

/**
 * Completes a document with what holds for all operations, so that no controller has to repeat it:
 *
 * - operations are grouped by the first segment of their path, and every error is a problem;
 * - what changes something is a command that answers an id and a version, unless its controller describes its answer;
 * - what changes something and answers a version takes `Idempotency-Key` and, unless it begins something, `If-Match`;
 * - an answer with an id and a version has an `ETag`, and that of a command `Location`;
 * - a command that answers a version answers `Feed-Token` as well.
 */
export function addConventions(document: OpenAPIObject): void {
  const components = (document.components = withComponents(document.components ?? {}, problemComponents));
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) complete(operation, { path, method }, components);
    }
  }
}

function complete(operation: Operation, place: Place, components: Components): void {
  operation.tags ??= [place.path.split('/')[1] ?? ''];
  operation.summary ||= summaryOf(operation.operationId ?? '');
  letOutWhatHasDefault(operation.requestBody);
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (!/^2\d\d$/.test(status) || !answer || '$ref' in answer) continue;
    describeAnswer(answer, place, components);
    const members = membersOf(answer, components.schemas ?? {});
    if (!members.includes('version')) continue;
    Object.assign(components, withComponents(components, commandComponents));
    if (place.method !== 'get') takeCommandHeaders(operation, status);
    answer.headers = headersOf(place, members);
  }
  operation.responses.default = { $ref: '#/components/responses/Problem' };
}

/** `hireEmployee` → `Hire employee`. */
function summaryOf(operationId: string): string {
  const words = operationId.replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function letOutWhatHasDefault(body: Operation['requestBody']): void {
  if (!body || '$ref' in body) return;
  const schemas = Object.values(body.content).map(({ schema = {} }) => schema);
  if (schemas.every((schema) => 'default' in schema)) body.required = false;
}

function describeAnswer(answer: Response, { method }: Place, components: Components): void {
  answer.description ||= method === 'get' ? 'What there is.' : 'It is done.';
  if (method === 'get' || answer.content) return;
  Object.assign(components, withComponents(components, commandComponents));
  answer.content = { 'application/json': { schema: { $ref: '#/components/schemas/CommandResult' } } };
}

function takeCommandHeaders(operation: Operation, status: string): void {
  const taken = status === '201' ? ['IdempotencyKey'] : ['IdempotencyKey', 'IfMatch'];
  const references = taken.map((name) => ({ $ref: `#/components/parameters/${name}` }));
  operation.parameters = [...(operation.parameters ?? []), ...references];
}

function headersOf({ method }: Place, members: readonly string[]): NonNullable<Response['headers']> {
  const named = (header: string) => ({ $ref: `#/components/headers/${header}` });
  const isOfOne = members.includes('id');
  return {
    ...(isOfOne && { ETag: named('ETag') }),
    ...(isOfOne && method !== 'get' && { Location: named('Location') }),
    ...(method !== 'get' && { 'Feed-Token': named('FeedToken') }),
  };
}

function membersOf({ content = {} }: Response, schemas: Schemas): string[] {
  const schema = Object.values(content)[0]?.schema ?? {};
  const whole = '$ref' in schema ? schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
  return whole && 'properties' in whole ? Object.keys(whole.properties ?? {}) : [];
}

function withComponents(some: Components, more: Components): Components {
  const kinds = [...Object.keys(some), ...Object.keys(more)] as (keyof Components)[];
  return Object.fromEntries(kinds.map((kind) => [kind, { ...some[kind], ...more[kind] }]));
}
