import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import asyncapiSpecs from '@asyncapi/specs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { format } from 'oxfmt';
import { describe, expect, it } from 'vitest';
import { contracts } from '#lib/contracts';
import { ContractRegistry, decodeMessage, toCloudEvent } from '#lib/envelope';
import { asyncapiDocument } from '../apps/event-intake/src/describe-events/asyncapi.document.js';
import { ENVELOPE, schemaDocuments } from '../apps/event-intake/src/describe-events/event-schema.document.js';
import { goldenExamples } from '../apps/event-intake/src/describe-events/golden.examples.js';
import { describedApps } from './support/described-apps.js';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/api');
const golden = goldenExamples();
const registry = new ContractRegistry(contracts);
const schemas = schemaDocuments(golden);
const asyncapi = asyncapiDocument(golden);
const openapi = await describedApps();

/** Every file that is to be in docs/api. */
const documents: Readonly<Record<string, object>> = {
  'asyncapi.json': asyncapi,
  ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`schemas/${name}.json`, schema])),
  ...Object.fromEntries(openapi.map(([app, document]) => [`openapi/${app}.json`, document])),
};

describe('docs/api', () => {
  const isWriting = () => expect.getState().snapshotState.snapshotUpdateState === 'all';
  const present = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'));

  it.each(Object.keys(documents))('%s says what the code says', async (file) => {
    // A file that is missing would be written, and nobody would notice.
    if (!isWriting()) expect(present, 'npm run docs:api makes it').toContain(file);
    await expect(await textOf(file)).toMatchFileSnapshot(join(folder, file));
  });

  it('describes nothing that is gone', () => {
    const gone = present.filter((file) => !Object.hasOwn(documents, file));
    if (isWriting()) for (const file of gone) rmSync(join(folder, file));
    else expect(gone).toEqual([]);
  });
});

describe('the schema of an event', () => {
  const ajv = ajvFormats.default(new Ajv2020({ strict: true, allErrors: true }));
  ajv.addVocabulary(['x-personal']);
  const checks = Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)] as const);
  const events = checks.filter(([name]) => name !== ENVELOPE);

  it('is there for every type that can be read', () => {
    expect(events.map(([type]) => type).toSorted()).toEqual(registry.types().toSorted());
  });

  it.each(events)('fits the golden example of %s, and not everything', (type, validate) => {
    expect(faultsOf(validate, golden[type])).toEqual([]);
    expect(faultsOf(validate, {})).not.toEqual([]);
  });

  it('says what the envelope must be', () => {
    const validate = ajv.getSchema(`urn:company-feed:schema:${ENVELOPE}`) as ValidateFunction;
    const [example] = schemas[ENVELOPE]!['examples'] as Record<string, unknown>[];
    expect(faultsOf(validate, example)).toEqual([]);
    expect(toCloudEvent(example)).toMatchObject({ sequence: 1 });
    const { subject: _, ...withoutStream } = example!;
    expect(faultsOf(validate, withoutStream)).toEqual([expect.stringContaining('dependentRequired')]);
  });

  it('marks what tells something about a person', () => {
    const { properties } = schemas['employee.hired.v1'] as { properties: Record<string, object> };
    const personal = Object.entries(properties).filter(([, field]) => 'x-personal' in field);
    expect(personal.map(([name]) => name)).toEqual(['name', 'email']);
  });
});

describe('the AsyncAPI document', () => {
  // With the draft 7 that ajv has, too, the specification's own copy of it would be there twice.
  const ajv = ajvFormats.default(new Ajv({ strict: false, allErrors: true }));
  const { channels, operations, components } = asyncapi as unknown as Asyncapi;
  const messages = Object.entries(components.messages);
  ajv.addSchema({ components }, 'bus');

  it('is valid', () => {
    const validate = ajv.compile(asyncapiSpecs.schemasWithoutId['3.0.0'] as object);
    expect(faultsOf(validate, asyncapi)).toEqual([]);
    expect(unresolvedIn(asyncapi)).toEqual([]);
  });

  it('has operations whose messages are those of their channel', () => {
    for (const { channel, messages } of Object.values(operations)) {
      expect(messages.filter(({ $ref }) => !$ref.startsWith(`${channel.$ref}/messages/`))).toEqual([]);
    }
  });

  it('says of every type who publishes it, and that the projector takes it', () => {
    const publishing = Object.values(operations).filter(({ action }) => action === 'send');
    const published = publishing.flatMap(({ messages }) =>
      messages.map(({ $ref }) => $ref.split('/').at(-1) ?? ''),
    );
    expect(published.toSorted()).toEqual(registry.types().toSorted());
    expect(operations['feed-projector.receive']?.messages).toHaveLength(published.length);
    expect(Object.keys(channels['events']!.messages)).toEqual(published);
  });

  it.each(messages)('has an example of %s that fits, and that the projector can read', (type, message) => {
    const [{ headers, payload } = { headers: {}, payload: {} }] = message.examples;
    const part = (name: string) => ajv.compile({ $ref: `bus#/components/messages/${type}/${name}` });
    expect(faultsOf(part('payload'), payload)).toEqual([]);
    expect(faultsOf(ajv.compile({ $ref: 'bus#/components/schemas/headers' }), headers)).toEqual([]);
    expect(faultsOf(part('payload'), { ...payload, type: 'of.another.v1' })).not.toEqual([]);
    const body = Buffer.from(JSON.stringify(payload));
    const [event] = decodeMessage({ contentType: message.contentType, headers: {}, body });
    expect(registry.read(event!).data).toEqual(golden[type]);
  });
});

describe.each(openapi)('the OpenAPI document of %s', (_app, document) => {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item) as Operation[]);

  it('is valid', async () => {
    expect(await new Validator().validate(document as never)).toEqual({ valid: true });
    expect(unresolvedIn(document)).toEqual([]);
  });

  it('has a name of its own for every operation', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
  });

  it('describes every answer', () => {
    const bare = operations.filter(({ responses }) =>
      Object.entries(responses).some(([status, { content }]) => status.startsWith('2') && !content),
    );
    expect(bare.map(({ operationId }) => operationId)).toEqual([]);
  });
});

interface Asyncapi {
  readonly channels: Record<string, { messages: object }>;
  readonly operations: Record<string, { action: string; channel: Reference; messages: Reference[] }>;
  readonly components: { messages: Record<string, { contentType: string; examples: Example[] }> };
}
interface Reference {
  readonly $ref: string;
}
interface Example {
  readonly headers: object;
  readonly payload: object;
}
interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { content?: object }>;
}

/** As it is committed: formatted like all other files. */
async function textOf(file: string): Promise<string> {
  const { printWidth } = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as {
    printWidth: number;
  };
  const { code, errors } = await format(file, JSON.stringify(documents[file]), { printWidth });
  expect(errors).toEqual([]);
  return code;
}

function faultsOf(validate: ValidateFunction, value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, keyword, message }) => `${instancePath} ${keyword}: ${message}`,
  );
}

function unresolvedIn(document: object): string[] {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref);
  return refs.filter((ref) => {
    const keys = ref.split('/').slice(1);
    return (
      keys.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document) ===
      undefined
    );
  });
}
