import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiOkResponse } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeApi } from './api-docs.js';

const thing = z
  .object({ id: z.string(), version: z.int(), name: z.string().meta({ personal: true }) })
  .meta({ id: 'Thing' });
const state = z.object({ state: z.string(), version: z.int() });
const count = z.object({ counted: z.int() });

@Controller('things')
class MakeThingController {
  @Post()
  make(@Body({ schema: z.strictObject({ name: z.string() }) }) body: unknown): unknown {
    return body;
  }
}

@Controller('things')
class ThingsController {
  @Get(':id')
  @ApiOkResponse({ standardSchema: thing })
  read(): void {}

  @Delete(':id')
  end(): void {}

  @Post(':id/state')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: state })
  enter(@Body({ schema: state.pick({ state: true }).default({ state: 'new' }) }) body: unknown): unknown {
    return body;
  }

  @Post('count')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: count })
  count(): void {}
}

const COMMAND_RESULT = { 'application/json': { schema: { $ref: '#/components/schemas/CommandResult' } } };
const KEY = { $ref: '#/components/parameters/IdempotencyKey' };
const MATCH = { $ref: '#/components/parameters/IfMatch' };

describe('the document of an app', () => {
  let document: ReturnType<typeof describeApi>;

  beforeAll(async () => {
    const controllers = [MakeThingController, ThingsController];
    const compiled = await Test.createTestingModule({ controllers }).compile();
    document = describeApi(compiled.createNestApplication(new FastifyAdapter()), 'things');
  });

  const operation = (method: 'get' | 'post' | 'delete', path: string) => document.paths[path]![method]!;

  it('names operations after what they do', () => {
    expect(operation('post', '/things')).toMatchObject({
      operationId: 'makeThing',
      summary: 'Make thing',
      tags: ['things'],
    });
    expect(operation('delete', '/things/{id}')).toMatchObject({ operationId: 'things_end' });
  });

  it('says that every error is a problem', () => {
    const answers = Object.values(document.paths).flatMap(
      (item) => Object.values(item) as { responses: object }[],
    );
    expect(answers.length).toBe(5);
    for (const { responses } of answers) {
      expect(responses).toMatchObject({ default: { $ref: '#/components/responses/Problem' } });
    }
  });

  it('has a command answer an id and a version, and take its headers', () => {
    const { parameters, responses } = operation('delete', '/things/{id}');
    expect(responses['200']).toMatchObject({
      content: COMMAND_RESULT,
      headers: { ETag: {}, Location: {}, 'Feed-Token': {} },
    });
    expect(parameters).toEqual([KEY, MATCH]);
  });

  it('lets a command that begins something match no version', () => {
    const { parameters, responses } = operation('post', '/things');
    expect(responses['201']).toMatchObject({ content: COMMAND_RESULT });
    expect(parameters).toEqual([KEY]);
  });

  it('believes a controller that describes its answer', () => {
    const entering = operation('post', '/things/{id}/state');
    expect(entering.parameters).toEqual([KEY, MATCH]);
    expect(entering.responses['200']).toHaveProperty('headers', { 'Feed-Token': expect.anything() });
    const counting = operation('post', '/things/count');
    expect(counting.parameters).toEqual([]);
    expect(counting.responses['200']).toMatchObject({
      content: { 'application/json': { schema: { properties: { counted: { type: 'integer' } } } } },
    });
  });

  it('gives what is read an entity tag where it has a version, and takes no headers of commands', () => {
    const { parameters, responses } = operation('get', '/things/{id}');
    expect(responses['200']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
      headers: { ETag: { $ref: '#/components/headers/ETag' } },
    });
    expect(parameters).toEqual([]);
  });

  it('lets a body be left out when all of it may be', () => {
    expect(operation('post', '/things/{id}/state').requestBody).toMatchObject({ required: false });
    expect(operation('post', '/things').requestBody).toMatchObject({ required: true });
  });

  it('marks what tells something about a person, and lets answers grow', () => {
    const described = document.components!.schemas!['Thing'] as z.core.JSONSchema.JSONSchema;
    expect(described.properties!['name']).toEqual({ type: 'string', 'x-personal': true });
    expect(described).not.toHaveProperty('additionalProperties');
  });
});
