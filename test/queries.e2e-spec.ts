import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService, loadConfig, type Service } from '#lib/service';
import { eventually, testTokens } from '#lib/testing';
import { feedApiConfig } from '../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../apps/feed-api/src/feed-api.module.js';
import { as, get, post, readFeed } from './support/http.js';
import { QueryCounter } from '#lib/testing';
import { ReactionsClient } from './support/reactions.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { ThanksClient } from './support/thanks.client.js';

/** The position, who reads, and the entries; and perhaps whether the connection still is one that tells of commits. */
const MOST = 4;
/** With groups: what the next entries are, which groups these are of, and the entries of the page. */
const MOST_WITH_GROUPS = 6;

let system: RunningFeed;
let counter: QueryCounter;
let api: Service;

beforeAll(async () => {
  system = await startTogether();
  counter = await QueryCounter.before(system.databaseUrl);
  const { environment } = await testTokens();
  const quiet = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_DELAY_MS: '0' };
  const env = { ...quiet, ...environment, DATABASE_URL: counter.url };
  api = await createService(FeedApiModule, loadConfig(feedApiConfig, env));
});
afterAll(async () => {
  await api.close();
  counter.close();
  await system.close();
});

async function create(path: string, body: object): Promise<string> {
  const answer = await post(`${system.registrar}/${path}`, body);
  expect(answer.status).toBe(201);
  return String(answer.body['id']);
}

/** Twenty and more entries of every kind, with people, departments, teams, recipients and reactions. */
async function fill(): Promise<void> {
  const departmentId = await create('departments', { name: 'Platform' });
  const teamId = await create('teams', { name: 'Tools', departmentId });
  const people: string[] = [];
  for (let n = 0; n < 12; n++) {
    people.push(
      await create('employees', { name: `Person ${n}`, position: 'Engineer', departmentId, teamId }),
    );
  }
  const thanks = new ThanksClient(system.thanks);
  for (const from of people.slice(0, 10)) {
    const others = people.filter((person) => person !== from);
    await thanks.given(from, others, 'Thank you!');
  }
  await eventually(async () =>
    expect((await readFeed(system.feed, { limit: '100' })).items).toHaveLength(24),
  );
  const { items } = await readFeed(system.feed, { limit: '100' });
  const reactions = new ReactionsClient(system.reactions, system.feed);
  for (const [n, { id }] of items.entries()) {
    for (const person of people.slice(0, 1 + (n % 3)))
      await reactions.add(person, id, n % 2 === 0 ? 'like' : 'fire');
  }
}

const read = (params: string) => async () =>
  get(`${api.url}/feed${params}`, { ...(await as({ subject: 'anna' })), 'accept-language': 'ru' });

/** Where nothing has happened, and no connection had to be made. */
const settled = (work: () => Promise<unknown>, queries: number, what: string) =>
  eventually(async () => expect(await counter.during(work), what).toBe(queries));

describe('a page of the feed', () => {
  it('costs the same few queries, whatever is in it', async () => {
    // Which version is live is asked once.
    await read('')();
    const whenEmpty = await counter.during(read('?limit=2'));
    await fill();
    await eventually(async () => {
      const { items } = await readFeed(api.url);
      expect(items.every(({ reactions }) => reactions.length > 0)).toBe(true);
    });

    expect(whenEmpty).toBeGreaterThan(0);
    expect(whenEmpty).toBeLessThanOrEqual(MOST);
    for (const params of ['', '?limit=1', '?limit=20', '?limit=100', '?type=thanks.*&limit=20']) {
      expect(await counter.during(read(params)), params).toBeLessThanOrEqual(MOST);
    }
  });

  it('costs one further down, and none where it was read before', async () => {
    const { page } = await readFeed(api.url, { limit: '1' });
    for (const limit of ['1', '20', '100'])
      await settled(read(`?limit=${limit}&after=${page.next}`), 1, limit);
    await settled(read('?limit=20'), 0, 'the first');
    await settled(() => readFeed(api.url), 0, 'the first, of another reader');
  });

  it('costs two more with groups, and one more where nothing can be grouped', async () => {
    for (const params of ['', '&limit=10', '&limit=100', '&type=employee.*', '&q=person'])
      expect(await counter.during(read(`?group=auto${params}`)), params).toBeLessThanOrEqual(
        MOST_WITH_GROUPS,
      );
    const { page } = await readFeed(api.url, { group: 'auto', limit: '1' });
    await settled(read(`?group=auto&after=${page.next}`), 3, 'further down');
    const thanks = await readFeed(api.url, { group: 'auto', type: 'thanks.*', limit: '1' });
    // Thanks to many people are of no single one.
    await settled(read(`?group=auto&type=thanks.*&after=${thanks.page.next}`), 2, 'thanks');
  });

  it('costs none when the reader has it already', async () => {
    const { headers } = await get(`${api.url}/feed`);
    const again = () => get(`${api.url}/feed`, { 'if-none-match': headers.get('etag')! });
    await settled(again, 0, 'again');
  });

  it('costs no more for one entry', async () => {
    const { items } = await readFeed(system.feed);
    expect(await counter.during(read(`/${items[0]!.id}`))).toBeLessThanOrEqual(MOST);
  });
});

it('an answer that somebody has is not taken for the one of another reader', async () => {
  const [boris, vera] = [await as({ subject: 'boris' }), await as({ subject: 'vera', roles: ['editor'] })];
  const { headers } = await get(`${api.url}/feed`, boris);
  const tag = { 'if-none-match': headers.get('etag')! };
  expect((await get(`${api.url}/feed`, { ...boris, ...tag })).status).toBe(304);
  expect((await get(`${api.url}/feed`, { ...vera, ...tag })).status).toBe(200);
});
