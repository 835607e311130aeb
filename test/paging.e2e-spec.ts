import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, get, post, readFeed, readWholeFeed } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

const ENTRIES = 100_000;

let system: RunningFeed;
let database: Client;

beforeAll(async () => {
  system = await startTogether();
  database = new Client({ connectionString: system.databaseUrl, options: '-c search_path=feed' });
  await database.connect();
  await fill(ENTRIES);
});

afterAll(async () => {
  await database.end();
  await system.close();
});

/** As many entries as a large company has in years: a tenth of a second apart, several to the same microsecond. */
async function fill(count: number): Promise<void> {
  await database.query(
    `WITH new AS (
       SELECT gen_random_uuid() AS id, timestamptz '2026-01-01' + (n / 3) * interval '100 ms' AS at,
              CASE n % 10 WHEN 0 THEN 'employee.departed' ELSE 'employee.hired' END AS name, 'p' || n % 5000 AS person
         FROM generate_series(1, $1::int) AS n
     ), entries AS (
       INSERT INTO entry_v1 SELECT id, at, name, name || '.v1', '/spec', id::text,
              jsonb_build_object('employee', jsonb_build_object('type', 'person', 'id', person),
                                 'position', jsonb_build_object('type', 'text', 'value', 'Engineer')),
              ARRAY['person:' || person], ARRAY['everyone'] FROM new
     ), audiences AS (
       INSERT INTO entry_audience_v1 SELECT 'everyone', at, id, name FROM new
     )
     INSERT INTO entry_mention_v1 SELECT 'person:' || person, 'everyone', at, id, name FROM new`,
    [count],
  );
  await database.query('ANALYZE');
}

const hireNow = () =>
  post(`${system.registrar}/employees`, { name: 'Anna', position: 'Engineer', id: randomUUID() });

describe('paging', () => {
  it('through 100,000 entries while others are inserted neither skips nor repeats any', async () => {
    let inserting = true;
    const inserts = (async () => {
      for (let n = 0; inserting; n++) {
        await hireNow();
        // Late ones too, in the middle of what is being read: they may be seen or not, the others must be.
        if (n % 10 === 0) await fill(3);
      }
    })();
    const known = await database.query<{ id: string }>('SELECT id FROM entry_v1');
    const read = await readWholeFeed(system.feed);
    inserting = false;
    await inserts;

    const ids = new Set(read.map(({ id }) => id));
    expect(ids.size).toBe(read.length);
    expect(known.rows.filter(({ id }) => !ids.has(id))).toEqual([]);
    const times = read.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted().toReversed());
  }, 300_000);

  it('back from a deep page gives the same entries in the same order', async () => {
    const one = await readFeed(system.feed, { limit: '50' });
    const two = await readFeed(system.feed, { limit: '50', after: one.page.next! });
    const back = await readFeed(system.feed, { limit: '50', before: two.page.prev! });
    expect(back.items).toEqual(one.items);
    const closest = await readFeed(system.feed, { limit: '3', before: two.page.prev! });
    expect(closest.items).toEqual(one.items.slice(-3));
    expect(closest.page.hasMore).toBe(true);
  });

  it('tells where the list ends', async () => {
    const all = await readFeed(system.feed, { limit: '100', person: 'p42' });
    expect(all.items).toHaveLength(ENTRIES / 5_000);
    expect(all.page).toMatchObject({ hasMore: false, next: null });
    const first = await readFeed(system.feed, { limit: '10', person: 'p42' });
    expect(first.page.hasMore).toBe(true);
    const last = await readFeed(system.feed, { limit: '10', person: 'p42', after: first.page.next! });
    expect(last.page).toMatchObject({ hasMore: false, next: null });
    expect([...first.items, ...last.items]).toEqual(all.items);
    const newer = await readFeed(system.feed, { limit: '10', person: 'p42', before: first.page.prev! });
    expect(newer).toMatchObject({ items: [], page: { hasMore: false, prev: first.page.prev } });
  });

  it('filters by type, also with a star, and by person', async () => {
    const departed = await readFeed(system.feed, { type: 'employee.departed', limit: '100' });
    expect(new Set(departed.items.map(({ type }) => type))).toEqual(new Set(['employee.departed']));
    const both = await readFeed(system.feed, { type: 'employee.*', person: 'p40', limit: '100' });
    const apart = await Promise.all(
      ['employee.hired', 'employee.departed'].map((type) =>
        readWholeFeed(system.feed, { type, person: 'p40' }),
      ),
    );
    expect(both.items.map(({ id }) => id).toSorted()).toEqual(
      apart
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it('is linked: following rel="next" needs no building of URLs', async () => {
    const first = await get(`${system.feed}/feed?limit=5&type=employee.departed`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!;
    const second = await get(`${system.feed}${next}`);
    expect(second.status).toBe(200);
    expect(second.body['items']).toHaveLength(5);
    expect(second.body['items']).not.toEqual(first.body['items']);
  });
});

describe('a wrong parameter', () => {
  const faultOf = (answer: Answer) =>
    (answer.body['errors'] as unknown as { parameter: string }[])[0]?.parameter;
  const cursor = async () => (await readFeed(system.feed, { limit: '1' })).page.next!;

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['type=employee.knighted', 'type'],
    ['type=*', 'type'],
    ['person=a%20b', 'person'],
    ['page=2', 'page'],
    ['after=rubbish', 'after'],
    ['before=rubbish', 'before'],
  ])('%s is named', async (query, parameter) => {
    const answer = await get(`${system.feed}/feed?${query}`);
    expect(answer.status).toBe(400);
    expect(faultOf(answer)).toBe(parameter);
  });

  it('is a cursor that was changed by a hand', async () => {
    const tampered = Buffer.from(
      Buffer.from(await cursor(), 'base64url')
        .toString()
        .replace('2026', '2025'),
    );
    const answer = await get(`${system.feed}/feed?after=${tampered.toString('base64url')}`);
    expect(answer.body).toMatchObject({ status: 400, code: 'cursor-invalid' });
  });

  it('is a cursor of another list', async () => {
    const answer = await get(`${system.feed}/feed?type=employee.hired&after=${await cursor()}`);
    expect(answer.body).toMatchObject({ status: 400, code: 'cursor-of-another-query' });
  });

  it('is two cursors at once', async () => {
    const answer = await get(`${system.feed}/feed?before=${await cursor()}&after=${await cursor()}`);
    expect([answer.status, faultOf(answer)]).toEqual([400, 'before']);
  });
});
