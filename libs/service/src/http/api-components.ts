import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_JSON } from '../problems/problem.js';

type Components = NonNullable<OpenAPIObject['components']>;

const text = { type: 'string' } as const;

/** Every error, as `problemBody` makes it. */
export const problemComponents: Components = {
  schemas: {
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
};

/** What the commands of all sources take and answer. */
export const commandComponents: Components = {
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
      schema: { type: 'string', pattern: String.raw`^[\x21-\x7e]{1,255}$` },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      description: 'The version that must not have changed meanwhile, as an ETag told it; else 412.',
      schema: { type: 'string', pattern: String.raw`^"\d{1,15}"$` },
    },
  },
  headers: {
    ETag: { description: 'The version, for If-Match.', schema: text },
    FeedToken: { description: 'For `min` of GET /feed, which then waits for what was done.', schema: text },
    Location: { description: 'Where what was changed can be read.', schema: text },
  },
};
