import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { get, post, readFeed, send } from './support/http.js';
import { type RunningFeed, startApart, startTogether } from './support/running-feed.js';

describe.each([
  ['in one process', startTogether],
  ['over RabbitMQ', startApart],
])('the feed, %s', (_, start) => {
  let system: RunningFeed;
  beforeAll(async () => (system = await start()));
  afterAll(() => system.close());

  const hire = (body: object, headers?: Record<string, string>) =>
    post(`${system.registrar}/employees`, body, headers);
  const anna = { name: 'Anna Ivanova', position: 'Engineer' };
  const textsAbout = async (person: string) =>
    (await readFeed(system.feed, { person })).items.map(({ message }) => message.text);

  it('shows a hire, a new position and a departure, newest first', async () => {
    const { body, headers, status } = await hire(anna);
    const id = String(body['id']);
    expect([status, headers.get('etag'), headers.get('location')]).toEqual([201, '"1"', `/employees/${id}`]);
    await post(`${system.registrar}/employees/${id}/position`, { position: 'Lead engineer' });
    await post(`${system.registrar}/employees/${id}/departure`, { lastDay: '2027-01-31' });

    await eventually(async () =>
      expect(await textsAbout(id)).toEqual([
        'Anna Ivanova is leaving the company',
        'Anna Ivanova is now Lead engineer, after Engineer',
        'Anna Ivanova joined as Engineer',
      ]),
    );
  });

  it('shows a new name on the older entries too', async () => {
    const { body } = await hire(anna);
    const id = String(body['id']);
    await eventually(async () => expect(await textsAbout(id)).toEqual(['Anna Ivanova joined as Engineer']));
    await post(`${system.registrar}/employees/${id}/name`, { name: 'Anna Petrova' });
    await eventually(async () =>
      expect(await textsAbout(id)).toEqual([
        'Anna Petrova has a new name',
        'Anna Petrova joined as Engineer',
      ]),
    );
  });

  it('answers one entry by its id, in the language of the reader', async () => {
    const { body } = await hire(anna);
    const [entry] = await eventually(async () => {
      const { items } = await readFeed(system.feed, { person: String(body['id']) });
      expect(items).toHaveLength(1);
      return items;
    });
    const answer = await get(`${system.feed}/feed/${entry!.id}`, { 'accept-language': 'ru-RU, en;q=0.5' });
    expect(answer.headers.get('content-language')).toBe('ru');
    expect(answer.body).toMatchObject({
      id: entry!.id,
      message: { text: expect.stringContaining('теперь с нами') },
    });
    expect((await get(`${system.feed}/feed/00000000-0000-5000-8000-000000000000`)).status).toBe(404);
  });

  it('carries one request id from the answer to the log of the feed', async () => {
    const requestId = `request.${Math.random().toString(36).slice(2)}`;
    const answer = await hire(anna, { 'x-request-id': requestId });
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    const database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
    await eventually(async () => {
      const log = await database.query('SELECT stream FROM feed.log WHERE request_id = $1', [requestId]);
      expect(log.rows).toEqual([{ stream: `employee/${String(answer.body['id'])}` }]);
    });
    const recorded = await database.query(
      `SELECT count(*)::int AS events FROM employee_registrar.events WHERE meta ->> 'requestId' = $1`,
      [requestId],
    );
    expect(recorded.rows).toEqual([{ events: 1 }]);
    await database.end();
  });

  it('answers 304 for as long as nothing has changed', async () => {
    const { body } = await hire(anna);
    await eventually(async () => expect(await textsAbout(String(body['id']))).toHaveLength(1));
    const first = await get(`${system.feed}/feed`);
    const etag = first.headers.get('etag')!;
    expect(first.headers.get('cache-control')).toBe('private, no-cache');

    const again = await send('GET', `${system.feed}/feed`, undefined, { 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, {}]);
    const otherQuery = await get(`${system.feed}/feed?limit=5`, { 'if-none-match': etag });
    expect(otherQuery.status).toBe(200);
    await hire(anna);
    await eventually(async () => {
      const changed = await get(`${system.feed}/feed`, { 'if-none-match': etag });
      expect(changed.status).toBe(200);
    });
  });
});
