import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { Controller, type DynamicModule, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';
import { actorOf, CurrentActor } from './actor.js';

@Controller('things')
class ThingsController {
  @Get('mine')
  mine(@CurrentActor() actor: string) {
    return { actor };
  }

  @Get('anybodys')
  anybodys(@Req() asked: FastifyRequest) {
    return { actor: actorOf(asked) ?? null };
  }
}

@Module({})
class ThingsModule {
  static register(): DynamicModule {
    return { module: ThingsModule, controllers: [ThingsController] };
  }
}

let sample: Sample;
const ask = async (path: string, actor?: string, more: Record<string, string> = {}) => {
  const headers = { ...more, ...(actor !== undefined && { 'x-actor-id': actor }) };
  const answer = await fetch(sample.url + path, { headers });
  return { answer, body: (await answer.json()) as Record<string, unknown> };
};

describe('X-Actor-Id, where it is trusted,', () => {
  beforeAll(async () => (sample = await startSample({ trustActorHeader: true }, ThingsModule)));
  afterAll(() => sample.close());

  it('tells whose request it is', async () => {
    expect((await ask('/things/mine', 'anna')).body).toEqual({ actor: 'anna' });
    expect((await ask('/things/anybodys', 'Ivan.~-_7')).body).toEqual({ actor: 'Ivan.~-_7' });
  });

  it('is of its own request, however many there are at once', async () => {
    const people = Array.from({ length: 50 }, (_, n) => `person-${n}`);
    const answers = await Promise.all(people.map((person) => ask('/things/mine', person)));
    expect(answers.map(({ body }) => body['actor'])).toEqual(people);
  });

  it('may be missing where nobody in particular has to ask', async () => {
    expect((await ask('/things/anybodys')).body).toEqual({ actor: null });
  });

  it('must be there where somebody has to', async () => {
    const { answer, body } = await ask('/things/mine', undefined, { 'x-request-id': 'asked' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 401, code: 'actor-unknown', requestId: 'asked' });
  });

  it.each([
    ['empty', ''],
    ['of nothing but dots', '..'],
    ['with a space in it', 'anna ivanova'],
    ['with a slash in it', 'anna/1'],
    ['too long', 'a'.repeat(65)],
    ['of letters that no id has', '\u00e4nna'],
  ])('is a fault when it is %s, also where nobody has to ask', async (_, actor) => {
    const { answer, body } = await ask('/things/anybodys', actor, { 'x-request-id': 'asked' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe('asked');
    expect(body).toMatchObject({
      status: 400,
      code: 'request-invalid',
      detail: 'The header x-actor-id is wrong.',
      errors: [
        { header: 'x-actor-id', code: 'format', detail: expect.stringContaining('1 to 64') as string },
      ],
      requestId: 'asked',
      instance: '/things/anybodys',
    });
  });

  it('is a fault when it comes twice', async () => {
    const sent = request(`${sample.url}/things/mine`, { headers: { 'x-actor-id': ['anna', 'ivan'] } }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(await json(answer)).toMatchObject({ status: 400, errors: [{ header: 'x-actor-id' }] });
  });
});

describe('X-Actor-Id, where nobody said that it is trusted,', () => {
  beforeAll(async () => (sample = await startSample({}, ThingsModule)));
  afterAll(() => sample.close());

  it.each(['/things/mine', '/things/anybodys', '/health/live', '/metrics', '/docs-json'])(
    'is refused at %s',
    async (path) => {
      const { answer, body } = await ask(path, 'anna', { 'x-request-id': 'asked' });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('x-request-id')).toBe('asked');
      expect(body).toMatchObject({
        status: 403,
        code: 'actor-header-refused',
        requestId: 'asked',
        instance: path,
      });
    },
  );

  it('is refused whatever is in it', async () => {
    expect((await ask('/things/mine', '..')).body).toMatchObject({ code: 'actor-header-refused' });
    expect((await ask('/things/mine', '')).body).toMatchObject({ code: 'actor-header-refused' });
  });

  it('leaves a line in the log that tells of the refusal', async () => {
    const before = sample.lines.length;
    await ask('/things/mine', 'anna', { 'x-request-id': 'refused' });
    await expect.poll(() => sample.lines.slice(before)).toHaveLength(1);
    expect(sample.lines[before]).toMatchObject({
      level: 'info',
      request_id: 'refused',
      'http.route': '/things/mine',
      'http.response.status_code': 403,
    });
  });

  it('is not missed by a request that needs nobody', async () => {
    expect((await ask('/things/anybodys')).body).toEqual({ actor: null });
    expect((await ask('/things/mine')).body).toMatchObject({ status: 401, code: 'actor-unknown' });
  });
});
