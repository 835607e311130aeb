import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createService, loadConfig } from '#lib/service';
import { eventually, testTokens } from '#lib/testing';
import { feedApiConfig } from '../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../apps/feed-api/src/feed-api.module.js';
import { FeedStream } from './support/feed-stream.js';
import { FollowedFeed, isEntry, isOf, PER_PERSON } from './support/followed-feed.js';
import { as, expectProblem, get, post, readFeed, send } from './support/http.js';
import { ReactionsClient } from './support/reactions.client.js';
import type { RunningFeed } from './support/running-feed.js';

let feed: FollowedFeed;
let system: RunningFeed;
beforeAll(async () => {
  feed = await FollowedFeed.start();
  system = feed.system;
});
afterAll(() => system.close());
afterEach(() => feed.closeStreams());

const boris = { subject: 'boris' };

describe('a stream', () => {
  it('greets, and tells what is added from then on, as the list has it', async () => {
    await feed.seen(await feed.hire('Before'));
    const stream = await feed.follow(boris);
    expect(stream.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store, no-transform',
    });
    expect(stream.of('hello')[0]!.data).toMatchObject({ resumed: false, replayed: 0, heartbeatMs: 300 });
    const anna = await feed.hire('Anna');
    const { data } = await stream.next('entry.added');
    expect(data['entry']).toMatchObject({ subject: { id: anna, name: 'Anna' } });
    expect((await readFeed(system.feed)).items[0]).toEqual(data['entry']);
    await eventually(async () => expect(stream.lastId).toBe(await feed.positionOf(boris)));
    await eventually(() => expect(stream.heartbeats).toBeGreaterThan(1));
  });

  it('tells who is called otherwise, reactions with one’s own, and what is hidden', async () => {
    const anna = await feed.hire('Anna');
    const id = await feed.seen(anna);
    const [stream, others, editors] = [
      await feed.follow(boris),
      await feed.follow({ subject: 'vera' }),
      await feed.follow({ subject: 'vera', roles: ['editor'] }),
    ];
    await post(`${system.registrar}/employees/${anna}/name`, { name: 'Anna Petrova' });
    const renamed = { type: 'person', id: anna, name: 'Anna Petrova' };
    expect((await stream.next('name.changed')).data).toEqual(renamed);

    const reactions = new ReactionsClient(system.reactions, system.feed);
    await reactions.add('boris', id, 'like');
    const [own, theirs] = [await stream.next('reactions.changed'), await others.next('reactions.changed')];
    expect(own.data).toEqual({ id, reactions: [{ kind: 'like', count: 1, mine: true }] });
    expect(theirs.data).toEqual({ id, reactions: [{ kind: 'like', count: 1, mine: false }] });

    const editor = await as({ subject: 'vera', roles: ['editor'] });
    await send('PUT', `${system.curation}/feed/${id}/hidden`, { reason: 'A spec' }, editor);
    expect((await stream.next('entry.retracted')).data).toEqual({ id });
    expect((await editors.next('entry.added', isEntry(id))).data['entry']).toMatchObject({
      id,
      hidden: true,
    });
    await send('DELETE', `${system.curation}/feed/${id}/hidden`, undefined, editor);
    expect((await stream.next('entry.added', isEntry(id))).data).toHaveProperty(
      'entry.message.text',
      'Anna Petrova joined as Engineer',
    );
  });

  it('tells many reactions on one entry together, and the last of them', async () => {
    const id = await feed.seen(await feed.hire('Popular'));
    const stream = await feed.follow(boris);
    const reactions = new ReactionsClient(system.reactions, system.feed);
    for (let n = 1; n <= 10; n++) await reactions.add(`fan-${n}`, id, 'like');
    await stream.next('reactions.changed', (data) =>
      JSON.stringify(data['reactions']).includes('"count":10'),
    );
    expect(stream.of('reactions.changed').length).toBeLessThan(10);
  });

  it('is of a list alone where it has filters', async () => {
    const anna = await feed.hire('Filtered');
    const [stream, all] = [await feed.follow(boris, { type: 'employee.renamed' }), await feed.follow(boris)];
    await feed.seen(anna);
    await post(`${system.registrar}/employees/${anna}/name`, { name: 'Filtered Out' });
    await stream.next('entry.added');
    await all.next('entry.added', isOf(anna));
    const types = stream
      .of('entry.added')
      .map(({ data }) => (data as object as { entry: { type: string } }).entry.type);
    expect(types).toEqual(['employee.renamed']);
  });
});

describe('a reader', () => {
  it('who reads nothing is let go, and takes nothing from others', async () => {
    const [idle, other] = [await feed.follow(boris), await feed.follow({ subject: 'vera' })];
    idle.answer.pause();
    const large = '語'.repeat(2_000);
    await feed.announce(500, large);
    const seenByOther = (): number =>
      other.of('entry.added').filter(({ data }) => JSON.stringify(data).includes(large)).length;
    await eventually(() => expect(seenByOther()).toBe(500));
    const metrics = await fetch(`${system.feed}/metrics`, {
      headers: await as({ subject: 'oleg', roles: ['operator'] }),
    });
    expect(await metrics.text()).toMatch(/^feed_streams_dropped_total [1-9]/m);
    idle.answer.resume();
    await eventually(() => expect(idle.isOver).toBe(true));
  });

  it('has so many streams and no more', async () => {
    const mine = await Promise.all(
      Array.from({ length: PER_PERSON }, () => feed.follow({ subject: 'eager' })),
    );
    const answer = await get(`${system.feed}/feed/stream`, await as({ subject: 'eager' }));
    expectProblem(answer, 429, 'streams-limited');
    mine[0]!.close();
    await eventually(() => feed.follow({ subject: 'eager' }));
  });

  it('is sent away when their token ends', async () => {
    const { issuer } = await testTokens();
    const authorization = `Bearer ${await issuer.issue({ subject: 'short' }, 2)}`;
    const stream = await FeedStream.open(system.feed, { authorization });
    expect((await stream.next('bye')).data).toMatchObject({ reason: 'token-expired' });
    await eventually(() => expect(stream.isOver).toBe(true));
  });

  it('who asks only for the head is answered', async () => {
    const answer = await fetch(`${system.feed}/feed/stream`, { method: 'HEAD', headers: await as(boris) });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
  });

  it('who asks for what is not known is refused before there is a stream', async () => {
    expectProblem(
      await get(`${system.feed}/feed/stream?colour=red`, await as(boris)),
      400,
      'request-invalid',
    );
    expectProblem(await get(`${system.feed}/feed/changes`, await as(boris)), 400, 'request-invalid');
  });
});

it('whoever follows is told when the app ends, and the end waits for nobody', async () => {
  const { environment } = await testTokens();
  const env = { PORT: '0', LOG_LEVEL: 'silent', ...environment, DATABASE_URL: system.databaseUrl };
  const api = await createService(FeedApiModule, loadConfig(feedApiConfig, env));
  const [stream, idle] = [
    await FeedStream.open(api.url, await as(boris)),
    await FeedStream.open(api.url, await as(boris)),
  ];
  await Promise.all([stream.next('hello'), idle.next('hello')]);
  idle.answer.pause();
  await api.close();
  const { retryMs } = (await stream.next('bye')).data as unknown as { retryMs: number };
  expect(retryMs).toBeGreaterThan(0);
  await eventually(() => expect(stream.isOver).toBe(true));
  stream.close();
  idle.close();
});
