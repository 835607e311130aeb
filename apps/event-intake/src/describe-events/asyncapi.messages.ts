import {
  dataSchema,
  ENVELOPE,
  envelopeSchema,
  exampleEvent,
  type JsonSchema,
} from './event-schema.document.js';
import type { Examples } from './golden.examples.js';
import { ourSources, type PublishedEvent, publishedEvents } from './published.events.js';

/** Stands for any system that is none of ours. */
const SOMEBODY = '/lunch-menu';

const text = { type: 'string' };

/** What stands in the headers beside the envelope, which has all of it once more. */
const headers = {
  type: 'object',
  description: 'For the broker, and for people who look into queues. The envelope is what counts.',
  properties: {
    subject: {
      type: 'string',
      description:
        'Partitions hash on it: the subject of the event, or any text of its own for an event without one.',
    },
    sequence: { type: 'integer', minimum: 1 },
    traceparent: text,
    correlationid: text,
    causationid: text,
  },
  required: ['subject'],
};

/** The part `components` of the document: a message for each type, and the schemas that they refer to. */
export function messageComponents(examples: Examples): JsonSchema {
  const data = publishedEvents.map((event) => [event.contract.type, dataSchema(event, 'draft-7', examples)]);
  return {
    messages: Object.fromEntries(
      publishedEvents.map((event) => [event.contract.type, message(event, examples)]),
    ),
    schemas: {
      headers,
      [ENVELOPE]: envelopeSchema('draft-7', examples),
      ...(Object.fromEntries(data) as JsonSchema),
    },
    securitySchemes: { login: { type: 'userPassword', description: 'The user and password of AMQP_URL.' } },
  };
}

function message({ contract: { type }, source }: PublishedEvent, examples: Examples): JsonSchema {
  const event = exampleEvent(type, source === undefined ? SOMEBODY : `/${source}`, examples);
  return {
    name: type,
    title: type,
    contentType: 'application/cloudevents+json',
    headers: { $ref: '#/components/schemas/headers' },
    payload: {
      allOf: [
        { $ref: `#/components/schemas/${ENVELOPE}` },
        {
          type: 'object',
          properties: {
            type: { const: type },
            source: source === undefined ? { not: { enum: ourSources } } : { const: `/${source}` },
            data: { $ref: `#/components/schemas/${type}` },
          },
          required: ['data'],
        },
      ],
    },
    bindings: { amqp: { messageType: type, bindingVersion: '0.3.0' } },
    examples: [
      {
        name: 'golden',
        headers: { subject: `${String(event['source'])} ${String(event['id'])}` },
        payload: event,
      },
    ],
  };
}
