import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createService, loadConfig } from '#lib/service';
import { entryIdOf } from '#lib/read-model';
import { eventually, testTokens } from '#lib/testing';
import { feedApiConfig } from '../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../apps/feed-api/src/feed-api.module.js';
import { FeedStream } from './support/feed-stream.js';
import { as, expectProblem, get, post, readFeed, send } from './support/http.js';
import { announcement, IntakeClient, newSource } from './support/intake.client.js';
import { ReactionsClient } from './support/reactions.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

const REPLAYED = 100;
const PER_PERSON = 3;

let system: RunningFeed;
beforeAll(
  async () =>
    (system = await startTogether({
      STREAM_REPLAY_CHANGES: String(REPLAYED),
      STREAMS_PER_PERSON: String(PER_PERSON),
      STREAM_HEARTBEAT_MS: '300',
      STREAM_BUFFER_BYTES: '16384',
    })),
);
afterAll(() => system.close());

const streams: FeedStream[] = [];
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
});

type Persona = Parameters<typeof as>[0];

async function follow(
  persona: Persona,
  params: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<FeedStream> {
  const stream = await FeedStream.open(system.feed, { ...(await as(persona)), ...headers }, params);
  streams.push(stream);
  await stream.next('hello');
  return stream;
}

const hire = async (name: string, departmentId?: string): Promise<string> => {
  const details = { name, position: 'Engineer', ...(departmentId !== undefined && { departmentId }) };
  return String((await post(`${system.registrar}/employees`, details)).body['id']);
};

/** The feed has the entry of a hire: its id. */
const seen = async (person: string): Promise<string> =>
  eventually(async () => {
    const { items } = await readFeed(system.feed, { person });
    expect(items).not.toEqual([]);
    return items[0]!.id;
  });

const isOf = (person: string) => (data: object) =>
  (data as { entry: { subject?: { id?: string } } }).entry.subject?.id === person;

const isEntry = (id: string) => (data: object) => (data as { entry: { id?: string } }).entry.id === id;

const positionOf = async (persona: Persona): Promise<string> => {
  const { body } = await get(`${system.feed}/feed?limit=1`, await as(persona));
  return (body['meta'] as unknown as { position: string }).position;
};

const boris = { subject: 'boris' };

describe('a stream', () => {
  it('greets, and tells what is added from then on, as the list has it', async () => {
    await seen(await hire('Before'));
    const stream = await follow(boris);
    expect(stream.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store, no-transform',
    });
    expect(stream.of('hello')[0]!.data).toMatchObject({ resumed: false, replayed: 0, heartbeatMs: 300 });
    const anna = await hire('Anna');
    const { data } = await stream.next('entry.added');
    expect(data['entry']).toMatchObject({ subject: { id: anna, name: 'Anna' } });
    expect((await readFeed(system.feed)).items[0]).toEqual(data['entry']);
    await eventually(async () => expect(stream.lastId).toBe(await positionOf(boris)));
    await eventually(() => expect(stream.heartbeats).toBeGreaterThan(1));
  });

  it('tells who is called otherwise, reactions with one’s own, and what is hidden', async () => {
    const anna = await hire('Anna');
    const id = await seen(anna);
    const [stream, others, editors] = [
      await follow(boris),
      await follow({ subject: 'vera' }),
      await follow({ subject: 'vera', roles: ['editor'] }),
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
    const id = await seen(await hire('Popular'));
    const stream = await follow(boris);
    const reactions = new ReactionsClient(system.reactions, system.feed);
    for (let n = 1; n <= 10; n++) await reactions.add(`fan-${n}`, id, 'like');
    await stream.next('reactions.changed', (data) =>
      JSON.stringify(data['reactions']).includes('"count":10'),
    );
    expect(stream.of('reactions.changed').length).toBeLessThan(10);
  });

  it('is of a list alone where it has filters', async () => {
    const anna = await hire('Filtered');
    const [stream, all] = [await follow(boris, { type: 'employee.renamed' }), await follow(boris)];
    await seen(anna);
    await post(`${system.registrar}/employees/${anna}/name`, { name: 'Filtered Out' });
    await stream.next('entry.added');
    await all.next('entry.added', isOf(anna));
    const types = stream
      .of('entry.added')
      .map(({ data }) => (data as object as { entry: { type: string } }).entry.type);
    expect(types).toEqual(['employee.renamed']);
  });
});

describe('whoever comes back', () => {
  it('is told what they missed, from their last id even where the address has another position', async () => {
    const first = await follow(boris);
    const early = await positionOf(boris);
    const [anna, carla] = [await hire('Missed'), await hire('Missed too')];
    const { id } = await first.next('entry.added', isOf(anna));
    first.close();
    await seen(carla);
    const last = await follow(boris, { since: early }, { 'last-event-id': id! });
    await last.next('entry.added', isOf(carla));
    expect(last.of('hello')[0]!.data).toMatchObject({ resumed: true });
    const again = await follow(boris, { since: early });
    await again.next('entry.added', isOf(carla));
    expect(again.of('hello')[0]!.data).toMatchObject({ resumed: true, replayed: 2 });
    expect(again.of('entry.added')).toHaveLength(2);
  });

  it('is told the same by changes', async () => {
    const since = await positionOf(boris);
    for (const name of ['One', 'Two', 'Three']) await seen(await hire(name));
    const stream = await follow(boris, { since });
    await stream.next('hello', (data) => data['replayed'] === 3);
    const { body } = await get(
      `${system.feed}/feed/changes?${new URLSearchParams({ since }).toString()}`,
      await as(boris),
    );
    const told = stream.events.filter(({ event }) => event !== 'hello' && event !== undefined);
    expect(body['changes']).toEqual(told.map(({ event, data }) => ({ event, data })));
    expect(body).toMatchObject({ position: await positionOf(boris), reset: null });
    const part = await get(
      `${system.feed}/feed/changes?${new URLSearchParams({ since, limit: '1' }).toString()}`,
      await as(boris),
    );
    expect(part.body['position']).not.toBe(body['position']);
  });

  it.each([
    ['no position', () => Promise.resolve('hello'), 'position-unknown'],
    [
      'one that is yet to come',
      async () => (await positionOf(boris)).replace(/\.\d+\./, '.999999999.'),
      'position-unknown',
    ],
    ['one of another history', async () => (await positionOf(boris)).replace(/^\w+/, '00000000'), 'epoch'],
    ['one of another audience', () => positionOf({ subject: 'boris', roles: ['editor'] }), 'audience'],
    ['one long ago', async () => (await positionOf(boris)).replace(/\.\d+\./, '.0.'), 'too-far-behind'],
  ])('with %s is told to read the feed anew, and nothing else', async (_, position, reason) => {
    if (reason === 'too-far-behind') await announce(REPLAYED + 1, 'x');
    const since = await position();
    const stream = await follow(boris, { since });
    await eventually(() => expect(stream.isOver).toBe(true));
    expect(stream.of('hello')[0]!.data).toMatchObject({ resumed: false, replayed: 0 });
    expect(stream.events.map(({ event }) => event)).toEqual(['hello', 'reset']);
    expect(stream.of('reset')[0]!.data).toEqual({ reason, position: await positionOf(boris) });
    const { body } = await get(
      `${system.feed}/feed/changes?${new URLSearchParams({ since }).toString()}`,
      await as(boris),
    );
    expect(body).toEqual({ changes: [], position: await positionOf(boris), reset: { reason } });
  });
});

/** Answers when the feed has them all. */
async function announce(count: number, text: string): Promise<void> {
  const source = newSource();
  const intake = new IntakeClient(system.intake);
  for (let sent = 0; sent < count; sent += 50) {
    const batch = Array.from({ length: Math.min(50, count - sent) }, () =>
      announcement(text, { source, data: { text: { en: text } } }),
    );
    expect((await intake.batch(batch)).status).toBe(202);
    for (const { id } of batch)
      await eventually(async () =>
        expect((await get(`${system.feed}/feed/${entryIdOf(source, id)}`)).status).toBe(200),
      );
  }
}

describe('where somebody works', () => {
  it('is followed: what is no longer for them is retracted, and what is theirs now is to be read', async () => {
    const department = async (name: string, parentId?: string): Promise<string> => {
      const details = { name, ...(parentId !== undefined && { parentId }) };
      return String((await post(`${system.orgStructure}/departments`, details)).body['id']);
    };
    const [it, sales] = [await department('IT'), await department('Sales')];
    const web = await department('Web', it);
    const anna = await hire('Anna', web);
    const said = announcement('For IT', {
      data: { text: { en: 'For IT' }, audience: [`department:${it}/*`] },
    });
    await new IntakeClient(system.intake).structured(said);
    const headers = await as({ subject: anna });
    const id = entryIdOf(said.source, said.id);
    await eventually(async () => expect((await get(`${system.feed}/feed/${id}`, headers)).status).toBe(200));

    const stream = await follow({ subject: anna });
    const before = stream.lastId;
    const scope = (position = ''): string => position.split('.')[2]!;
    await post(`${system.orgStructure}/departments/${web}/parent`, {});
    expect((await stream.next('entry.retracted')).data).toEqual({ id });
    await eventually(async () => expect(stream.lastId).toBe(await positionOf({ subject: anna })));
    expect(scope(stream.lastId)).not.toBe(scope(before));
    expect(stream.isOver).toBe(false);

    await post(`${system.registrar}/employees/${anna}/department`, { departmentId: sales });
    expect((await stream.next('reset')).data).toMatchObject({ reason: 'audience' });
    await eventually(() => expect(stream.isOver).toBe(true));
  });
});

describe('a reader', () => {
  it('who reads nothing is let go, and takes nothing from others', async () => {
    const [idle, other] = [await follow(boris), await follow({ subject: 'vera' })];
    idle.answer.pause();
    const large = '語'.repeat(2_000);
    await announce(500, large);
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
    const mine = await Promise.all(Array.from({ length: PER_PERSON }, () => follow({ subject: 'eager' })));
    const answer = await get(`${system.feed}/feed/stream`, await as({ subject: 'eager' }));
    expectProblem(answer, 429, 'streams-limited');
    mine[0]!.close();
    await eventually(() => follow({ subject: 'eager' }));
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
