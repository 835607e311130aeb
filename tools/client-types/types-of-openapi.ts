/** As much of a schema as OpenAPI documents of ours use. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[] | undefined;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Schema & Partial<Parameter>)[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export interface OpenapiDocument {
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

const HEADER = `// Generated from the OpenAPI document of the feed: \`npm run docs:api\` makes it anew. Never edited by hand.\n\n`;

/** What is wanted of a document: operations by their ids, and schemas by their names. */
export interface Wanted {
  readonly operations: readonly string[];
  readonly schemas: readonly string[];
}

/**
 * TypeScript of what operations take and answer: `ReadFeedQuery`, `ReadFeedBody` and `ReadFeedAnswer` of `readFeed`, where
 * there is such a thing, and of schemas, with all that these name. Of answers the JSON alone.
 */
export function typesOfOpenapi({ paths, components }: OpenapiDocument, wanted: Wanted): string {
  const operations = Object.values(paths).flatMap((item) => Object.values(item) as Operation[]);
  const types = wanted.operations.flatMap((id) => {
    const operation = operations.find(({ operationId }) => operationId === id);
    if (!operation) throw new Error(`There is no operation ${id}.`);
    return typesOfOperation(operation);
  });
  const schemas = (components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const named = [...types.map(([, schema]) => schema), ...wanted.schemas.map(($ref) => ({ $ref }))];
  const all = [
    ...reachable(named, schemas).map((name): [string, Schema] => [name, schemas[name]!]),
    ...types,
  ];
  return HEADER + all.map(([name, schema]) => declaration(name, schema)).join('\n');
}

function typesOfOperation(operation: Operation): [string, Schema][] {
  const name = operation.operationId.replace(/^./, (letter) => letter.toUpperCase());
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const [, { content: answer } = {}] =
    Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
  const parts: [string, Schema | undefined][] = [
    ['Query', query.length > 0 ? queryOf(query) : undefined],
    ['Body', operation.requestBody?.content['application/json']?.schema],
    ['Answer', answer?.['application/json']?.schema],
  ];
  return parts.flatMap(([suffix, schema]): [string, Schema][] => (schema ? [[name + suffix, schema]] : []));
}

function queryOf(parameters: readonly (Schema & Partial<Parameter>)[]): Schema {
  const properties = parameters.map(({ name = '', schema, description }) => [
    name,
    { ...schema, ...(description !== undefined && { description }) },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, Schema>,
    required: parameters.filter(({ required }) => required).map(({ name = '' }) => name),
  };
}

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** The schemas that these name, and that those name, in the order of the alphabet. */
function reachable(from: readonly Schema[], schemas: Readonly<Record<string, Schema>>): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, ref = ''] of JSON.stringify(value).matchAll(/"\$ref":"([^"]*)"/g)) {
      const name = nameOf(ref);
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  visit(from);
  return [...found].toSorted();
}

function declaration(name: string, schema: Schema): string {
  const isShape = schema.properties !== undefined && !schema.additionalProperties;
  const head = isShape ? `export interface ${name} ` : `export type ${name} = `;
  return `${comment(schema)}${head}${typeOf(schema)}${isShape ? '' : ';'}\n`;
}

const comment = ({ description }: Schema): string =>
  description === undefined ? '' : `/** ${description.replaceAll('*/', '* /')} */\n`;

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return union(alternatives.map(typeOf));
  if (schema.allOf) return intersection(schema, schema.allOf);
  if (Array.isArray(schema.type))
    return union((schema.type as string[]).map((type) => typeOf({ ...schema, type })));
  return typeOfKind(schema);
}

/** Parts that only narrow what a text or number may be say nothing in TypeScript. */
function intersection(schema: Schema, parts: readonly Schema[]): string {
  const telling = [{ ...schema, allOf: undefined }, ...parts]
    .map(typeOf)
    .filter((type) => type !== 'unknown');
  return telling.length > 0 ? telling.map((type) => `(${type})`).join(' & ') : 'unknown';
}

function typeOfKind(schema: Schema): string {
  switch (schema.type) {
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'array':
      return `readonly (${typeOf(schema.items ?? {})})[]`;
    case 'object':
      return objectOf(schema);
    default:
      return 'unknown';
  }
}

function objectOf({ properties, additionalProperties, required = [] }: Schema): string {
  const fields = Object.entries(properties ?? {}).map(
    ([name, field]) =>
      `${comment(field)}readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(field)};`,
  );
  const others = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  if (fields.length === 0) return `Readonly<Record<string, ${others}>>`;
  // The formatter keeps an object on one line that has no line of its own for what comes first.
  const isTold = fields.some((field) => field.startsWith('/**'));
  return `{${isTold ? '\n' : ' '}${fields.join(isTold ? '\n' : ' ')}}${isOpen ? ` & Readonly<Record<string, ${others}>>` : ''}`;
}

const union = (types: readonly string[]): string =>
  [...new Set(types)].map((type) => `(${type})`).join(' | ');
