import { z } from 'zod';
import { cloudEventSchema } from '#lib/envelope';
import type { Examples } from './golden.examples.js';
import { type PublishedEvent, publishedEvents } from './published.events.js';

/** AsyncAPI 3.0 embeds draft 7. */
export type Dialect = 'draft-2020-12' | 'draft-7';
export type JsonSchema = Record<string, unknown>;

/** What the schema of the envelope is called where those of events are called by their type. */
export const ENVELOPE = 'envelope';

/** Every schema as a document of its own: `envelope`, and one for each type of event. */
export function schemaDocuments(examples: Examples): Readonly<Record<string, JsonSchema>> {
  const envelope = documentOf(ENVELOPE, envelopeSchema('draft-2020-12', examples));
  const data = publishedEvents.map((event) => {
    const { type } = event.contract;
    return [type, documentOf(type, dataSchema(event, 'draft-2020-12', examples))] as const;
  });
  return { [ENVELOPE]: envelope, ...Object.fromEntries(data) };
}

function documentOf(name: string, body: JsonSchema): JsonSchema {
  const $id = `urn:company-feed:schema:${name}`;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id, ...body };
}

/**
 * What must be true of the data of an event. Members that it does not name are let through, as a later version of its
 * publisher may send them.
 */
export function dataSchema(event: PublishedEvent, dialect: Dialect, examples: Examples): JsonSchema {
  const { type, schema } = event.contract;
  return {
    title: type,
    description: descriptionOf(event),
    ...toJsonSchema(schema, dialect),
    examples: [exampleOf(type, examples)],
  };
}

/** What must be true of every event, whatever its type. */
export function envelopeSchema(dialect: Dialect, examples: Examples): JsonSchema {
  return {
    title: ENVELOPE,
    description:
      'CloudEvents 1.0 in JSON, around the data of every event. Further attributes are let through. `subject` is the ' +
      'stream; with `sequence`, counted from 1, the events of one stream take effect in that order; without, each is ' +
      'applied once as it comes, known by `source` and `id`.',
    ...envelopeBody(dialect),
    examples: [
      {
        ...exampleEvent('employee.hired.v1', '/employee-registrar', examples),
        subject: 'employee/019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
        sequence: '1',
      },
    ],
  };
}

/** {@link envelopeSchema} without words and examples. */
export function envelopeBody(dialect: Dialect): JsonSchema {
  const needs = dialect === 'draft-7' ? 'dependencies' : 'dependentRequired';
  return { ...toJsonSchema(cloudEventSchema, dialect), [needs]: { sequence: ['subject'] } };
}

/** A whole event, as it stands in a message. */
export function exampleEvent(type: string, source: string, examples: Examples): JsonSchema {
  return {
    specversion: '1.0',
    id: '019aa1b2-8d4e-7f50-9b6c-7d8e9f0a1b2c',
    source,
    type,
    time: '2026-11-20T09:30:00.000Z',
    datacontenttype: 'application/json',
    data: exampleOf(type, examples),
  };
}

function exampleOf(type: string, examples: Examples): unknown {
  if (!Object.hasOwn(examples, type)) throw new Error(`there is no golden example of ${type}`);
  return examples[type];
}

function descriptionOf({ contract: { name, version }, source, replacedBy }: PublishedEvent): string {
  const publisher = source ?? 'any system, under a source that is none of ours';
  const fate = replacedBy === undefined ? '' : ` ${replacedBy} took its place; it is read still.`;
  return `The data of ${name}, version ${version}. Published by ${publisher}.${fate}`;
}

function toJsonSchema(schema: z.ZodType, target: Dialect): JsonSchema {
  // As `input`, which is what crosses the wire: texts before they are trimmed, sequences as numbers or digits.
  const { $schema: _dialect, ...body } = z.toJSONSchema(schema, {
    target,
    io: 'input',
    override: markPersonal,
  });
  return body;
}

/** Zod writes the metadata of a field among the keywords. */
function markPersonal({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema['personal'] === undefined) return;
  jsonSchema['x-personal'] = jsonSchema['personal'];
  delete jsonSchema['personal'];
}
