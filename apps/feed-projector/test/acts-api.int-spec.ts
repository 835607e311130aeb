import type { DynamicModule } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessBroker, MessagingModule } from '#lib/messaging';
import { recordAct } from '#lib/read-model';
import { createService, loadConfig, type Service } from '#lib/service';
import { CHIEF, testTokens } from '#lib/testing';
import { feedProjectorConfig, type FeedProjectorConfig } from '../src/feed-projector.config.js';
import { FeedProjectorModule } from '../src/feed-projector.module.js';
import { ProjectorBench } from './projector-bench.js';

/** The projector without a broker. */
class ProjectorAlone {
  static register(config: FeedProjectorConfig): DynamicModule {
    return FeedProjectorModule.hostedBy(MessagingModule.inProcess(new InProcessBroker()), config);
  }
}

const tokens = await testTokens();
let bench: ProjectorBench;
let service: Service;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  const env = {
    ...tokens.environment,
    DATABASE_URL: bench.url,
    AMQP_URL: 'amqp://unused',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DRAIN_DELAY_MS: '0',
  };
  service = await createService(ProjectorAlone, loadConfig(feedProjectorConfig, env));
  for (let n = 1; n <= 12; n++)
    await recordAct(bench.database, {
      by: 'oleg',
      reason: `ticket ${n}`,
      act: 'parked.skip',
      details: { n },
    });
});
afterAll(async () => {
  await service.close();
  await bench.close();
});

interface Act {
  readonly id: string;
  readonly reason: string;
}
interface Body {
  readonly items: readonly Act[];
  readonly page: { readonly next: string | null; readonly hasMore: boolean };
}

async function ask(query: string, persona: Parameters<(typeof tokens)['as']>[0] = CHIEF) {
  const answer = await fetch(`${service.url}/operator/acts${query}`, { headers: await tokens.as(persona) });
  return { status: answer.status, body: (await answer.json()) as Body };
}

const ticketsOf = ({ items }: Body): number[] => items.map(({ reason }) => Number(reason.slice(7)));

describe('what operators ordered', () => {
  it('is read newest first, page by page, to the first', async () => {
    const first = await ask('?limit=5');
    expect(ticketsOf(first.body)).toEqual([12, 11, 10, 9, 8]);
    expect(first.body.items[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      by: 'oleg',
      reason: 'ticket 12',
      act: 'parked.skip',
      details: { n: 12 },
    });
    // What is ordered meanwhile is on none of the further pages.
    await recordAct(bench.database, { by: 'vera', reason: 'ticket 13', act: 'rebuild.start', details: {} });
    const second = await ask(`?limit=5&after=${first.body.page.next}`);
    expect(ticketsOf(second.body)).toEqual([7, 6, 5, 4, 3]);
    const last = await ask(`?limit=5&after=${second.body.page.next}`);
    expect(ticketsOf(last.body)).toEqual([2, 1]);
    expect(last.body.page).toEqual({ next: null, hasMore: false });
    expect((await ask('?limit=2&after=0')).body).toEqual({ items: [], page: { next: null, hasMore: false } });
    expect(ticketsOf((await ask('')).body)).toHaveLength(13);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=201', 'limit'],
    ['?after=x', 'after'],
    ['?after=-1', 'after'],
    ['?before=1', 'before'],
  ])('is not asked for with %s', async (query, parameter) => {
    expect(await ask(query)).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', errors: [{ parameter }] },
    });
  });

  it('is for operators', async () => {
    const body = { code: 'not-allowed' };
    expect(await ask('', { subject: 'eva', roles: ['editor', 'hr'] })).toMatchObject({ status: 403, body });
  });
});
