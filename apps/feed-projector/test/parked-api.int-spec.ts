import type { DynamicModule } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessBroker, MessagingModule } from '#lib/messaging';
import { createService, loadConfig, type Service } from '#lib/service';
import { CHIEF, testTokens } from '#lib/testing';
import { feedProjectorConfig, type FeedProjectorConfig } from '../src/feed-projector.config.js';
import { FeedProjectorModule } from '../src/feed-projector.module.js';
import { keepBytes } from '../src/parked-message.mapper.js';
import { acts, faulty, park, parkedBy } from './operator-bench.js';
import { deliver, hired, newPerson, ProjectorBench, promoted, raw } from './projector-bench.js';

/** The projector without a broker. */
class ProjectorAlone {
  static register(config: FeedProjectorConfig): DynamicModule {
    return FeedProjectorModule.hostedBy(MessagingModule.inProcess(new InProcessBroker()), config);
  }
}

const order = { reason: 'ticket 7' };
let bench: ProjectorBench;
let service: Service;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  const env = {
    ...(await testTokens()).environment,
    DATABASE_URL: bench.url,
    AMQP_URL: 'amqp://unused',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DRAIN_DELAY_MS: '0',
  };
  service = await createService(ProjectorAlone, loadConfig(feedProjectorConfig, env));
});
afterAll(async () => {
  await service.close();
  await bench.close();
});

type Body = Record<string, unknown> & {
  items: Record<string, unknown>[];
  page: { next: string; hasMore: boolean };
};

async function ask(path: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${service.url}/operator/parked${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(await (await testTokens()).as(CHIEF)) },
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

describe('the operator', () => {
  it('reads page by page what is parked, and filters it', async () => {
    const anna = newPerson();
    const stream = `employee/${anna}`;
    await bench.projector.project([faulty(hired(anna, 1)), ...deliver(promoted(anna, 2), promoted(anna, 3))]);
    const query = `source=/employee-registrar&stream=${encodeURIComponent(stream)}`;
    const first = await ask(`?${query}&limit=2`);
    expect(first.body.items.map(({ sequence, reason }) => [sequence, reason])).toEqual([
      [1, 'not-applicable'],
      [2, 'stream-parked'],
    ]);
    expect(first.body.page.hasMore).toBe(true);
    const second = await ask(`?${query}&limit=2&after=${first.body.page.next}`);
    expect(second.body).toMatchObject({ items: [{ sequence: 3 }], page: { next: null, hasMore: false } });
    expect((await ask(`?${query}&reason=not-applicable`)).body.items).toHaveLength(1);
    expect((await ask('?reason=none')).body.items).toEqual([]);
  });

  it('reads one whole: text as text, other bytes as base64', async () => {
    const id = await park(bench, keepBytes(raw('{"id": "ü"'), 'json-invalid', 'why'));
    expect((await ask(`/${id}`)).body).toMatchObject({
      id,
      reason: 'json-invalid',
      detail: 'why',
      headers: { 'x-from': 'spec' },
      body: '{"id": "ü"',
      bodyEncoding: 'utf-8',
      attempts: 0,
    });
    const other = await park(
      bench,
      keepBytes({ ...raw(''), body: Buffer.from([0xff, 1]) }, 'json-invalid', ''),
    );
    expect((await ask(`/${other}`)).body).toMatchObject({ body: '/wE=', bodyEncoding: 'base64' });
  });

  it('replays and skips', async () => {
    const anna = newPerson();
    const bad = hired(anna, 1, { data: {} });
    await bench.projector.project(deliver(bad, promoted(anna, 2)));
    const { id } = (await parkedBy(bench, bad.id))[0]!;
    expect(await ask('/replay', { ...order, id })).toMatchObject({
      status: 200,
      body: { applied: 0, parked: 1 },
    });
    expect(await ask(`/${id}/skip`, order)).toMatchObject({
      status: 200,
      body: { id, replayed: { applied: 1 } },
    });
    expect((await acts(bench, 'parked.skip')).at(-1)).toMatchObject({ ...order, by: CHIEF.subject });
  });

  it.each([
    ['GET', '?limit=0', undefined, { parameter: 'limit' }],
    ['GET', '?after=x', undefined, { parameter: 'after' }],
    ['GET', '?stream=%00', undefined, { parameter: 'stream' }],
    ['GET', '?colour=red', undefined, { parameter: 'colour' }],
    ['GET', '/x', undefined, { parameter: 'id' }],
    ['POST', '/replay', { all: true }, { pointer: '#/reason' }],
    ['POST', '/replay', { reason: '  ', all: true }, { pointer: '#/reason' }],
    ['POST', '/replay', { reason: 'x'.repeat(201), all: true }, { pointer: '#/reason' }],
    ['POST', '/replay', { ...order, by: 'anna', all: true }, { pointer: '#/by' }],
    ['POST', '/replay', order, { pointer: '#' }],
    ['POST', '/replay', { ...order, all: true, id: '1' }, { pointer: '#' }],
    ['POST', '/replay', { ...order, all: false }, { pointer: '#/all' }],
    ['POST', '/replay', { ...order, source: '/x' }, { pointer: '#/stream' }],
    ['POST', '/1/skip', {}, { pointer: '#/reason' }],
    ['POST', '/1/skip', undefined, { pointer: '#' }],
  ])('is told what is wrong with %s %s %j', async (method, path, body, fault) => {
    const before = [await acts(bench, 'parked.replay'), await acts(bench, 'parked.skip')];
    const answer = await ask(path, method === 'POST' ? (body ?? null) : undefined);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
    expect(answer.body['errors']).toContainEqual(expect.objectContaining(fault));
    expect([await acts(bench, 'parked.replay'), await acts(bench, 'parked.skip')]).toEqual(before);
  });

  it.each([
    ['/999999', undefined],
    ['/replay', { ...order, id: '999999' }],
    ['/replay', { ...order, source: '/employee-registrar', stream: 'employee/nobody' }],
    ['/999999/skip', order],
  ])('is told that nothing is parked there: %s %j', async (path, body) => {
    expect(await ask(path, body)).toMatchObject({ status: 404, body: { code: 'parked-unknown' } });
  });
});
