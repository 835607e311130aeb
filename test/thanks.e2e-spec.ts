import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { expectProblem, get, post, readWholeFeed } from './support/http.js';
import { type RunningFeed, startApart, startTogether } from './support/running-feed.js';
import { ThanksClient } from './support/thanks.client.js';

const [message, idempotencyKey] = ['For the release', 'idempotency-key'];
const fromAnna = (more: object = {}) => ({ from: 'anna', to: ['boris'], message, ...more });
const people = (count: number) => Array.from({ length: count }, (_, n) => `person-${n}`);

describe.each([
  ['in one process', startTogether],
  ['over RabbitMQ', startApart],
])('thanks, %s', (_, start) => {
  let system: RunningFeed;
  let thanks: ThanksClient;
  let database: Client;
  beforeAll(async () => {
    system = await start();
    thanks = new ThanksClient(system.thanks);
    database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await system.close();
  });

  const countOf = async (table: 'thanks.events' | 'feed.log', stream: string) =>
    (await database.query(`SELECT FROM ${table} WHERE stream LIKE $1`, [stream])).rowCount;
  const hire = async (name: string, id: string = randomUUID()): Promise<string> => {
    const hired = await post(`${system.registrar}/employees`, { id, name, position: 'Engineer' });
    expect(hired.status).toBe(201);
    return id;
  };
  const thanksIn = (params: Record<string, string>) =>
    readWholeFeed(system.feed, { type: 'thanks.given', ...params });
  const textsOf = async (person: string) => (await thanksIn({ person })).map((entry) => entry.message.text);
  const shown = (person: string, ...texts: string[]) =>
    eventually(async () => expect(await textsOf(person)).toEqual(texts));

  describe('as commands', () => {
    it('are read back, with the version as entity tag and where they are', async () => {
      const { status, headers, body } = await thanks.give(fromAnna({ to: ['boris', 'vera'] }));
      const id = String(body['id']);
      expect([status, headers.get('etag'), headers.get('location')]).toEqual([201, '"1"', `/thanks/${id}`]);
      const now = await thanks.read(id);
      expect(now.headers.get('etag')).toBe('"1"');
      const state = { from: 'anna', to: ['boris', 'vera'], message, takenBack: false };
      expect(now.body).toEqual({ id, version: 1, ...state });
    });

    it('are given once under an id of the caller', async () => {
      const id = randomUUID();
      expect((await thanks.give(fromAnna({ id }))).body).toEqual({ id, version: 1 });
      expectProblem(await thanks.give(fromAnna({ id })), 409, 'exists-already');
      await thanks.takeBack(id);
      expectProblem(await thanks.give(fromAnna({ id })), 409, 'exists-already');
    });

    it('are taken back, and a second time nothing is recorded', async () => {
      const id = await thanks.given('anna', ['boris'], message);
      for (let again = 0; again < 2; again++) {
        const { status, headers, body } = await thanks.takeBack(id);
        expect([status, headers.get('etag'), body]).toEqual([200, '"2"', { id, version: 2 }]);
      }
      expect((await thanks.read(id)).body).toMatchObject({ version: 2, message, takenBack: true });
      expect(await countOf('thanks.events', `thanks/${id}`)).toBe(2);
    });

    it('may be to fifty people, with a thousand characters', async () => {
      const largest = fromAnna({ to: people(50), message: `${'я'.repeat(998)}\n.` });
      expect(await thanks.give(largest)).toMatchObject({ status: 201 });
    });

    it('that nobody gave are not found', async () => {
      expectProblem(await thanks.takeBack('nothing'), 404, 'not-found');
      expectProblem(await thanks.read('nothing'), 404, 'not-found');
      expectProblem(await thanks.takeBack(encodeURIComponent('a b')), 400, 'request-invalid');
    });

    it('that are sent again under their key get the first answer', async () => {
      const key = { [idempotencyKey]: randomUUID() };
      const first = await thanks.give(fromAnna(), key);
      const again = await Promise.all([thanks.give(fromAnna(), key), thanks.give(fromAnna(), key)]);
      for (const answer of again) expect(answer).toMatchObject({ status: 201, body: first.body });
      expectProblem(await thanks.give(fromAnna({ message: 'Else' }), key), 422, 'idempotency-key-reused');

      const [id, otherKey] = [String(first.body['id']), { [idempotencyKey]: randomUUID() }];
      for (let round = 0; round < 2; round++)
        expect((await thanks.takeBack(id, otherKey)).body).toEqual({ id, version: 2 });
      expect(await countOf('thanks.events', `thanks/${id}`)).toBe(2);
    });
  });

  describe('that are refused', () => {
    it.each([
      ['to oneself', { to: ['anna'] }],
      ['to oneself among others', { to: ['boris', 'anna'] }],
    ])('%s break a rule', async (__, more) => {
      expectProblem(await thanks.give(fromAnna(more)), 422, 'thanks-oneself');
    });

    it.each([
      ['an empty message', { message: '' }, '#/message'],
      ['a blank message', { message: ' \n ' }, '#/message'],
      ['a message too long', { message: 'x'.repeat(1001) }, '#/message'],
      ['a control character', { message: 'Thank\u0000you' }, '#/message'],
      ['a text-direction override', { message: 'Thank \u202Eyou' }, '#/message'],
      ['nobody', { to: [] }, '#/to'],
      ['a thousand recipients', { to: people(1000) }, '#/to'],
      ['a recipient too many', { to: people(51) }, '#/to'],
      ['a recipient twice', { to: ['boris', 'vera', 'boris'] }, '#/to'],
      ['a recipient who cannot be', { to: ['boris', 'a b'] }, '#/to/1'],
      ['no giver', { from: undefined }, '#/from'],
      ['an unknown field', { anonymous: true }, '#/anonymous'],
    ])('for %s are told where', async (__, more, pointer) => {
      const answer = await thanks.give(fromAnna(more));
      expectProblem(answer, 400, 'request-invalid');
      expect(answer.body['errors']).toMatchObject([{ pointer }]);
    });

    it('for ten megabytes are told so', async () => {
      const message = 'x'.repeat(10 * 1024 * 1024);
      expectProblem(await thanks.give(fromAnna({ message })), 413, 'body-too-large');
    });

    it('leave nothing behind', async () => {
      const before = await countOf('thanks.events', '%');
      await thanks.give(fromAnna({ to: ['anna'] }));
      await thanks.give(fromAnna({ message: '' }));
      expect(await countOf('thanks.events', '%')).toBe(before);
    });
  });

  describe('in the feed', () => {
    it('say who thanked whom for what, in both languages', async () => {
      const anna = await hire('Anna Ivanova');
      const boris = await hire('Boris Petrov');
      const vera = await hire('Vera Orlova');
      await thanks.given(anna, [boris], 'For <b>all</b> of it,\nand {more}');
      await shown(anna, 'Anna Ivanova thanked Boris Petrov: For <b>all</b> of it,\nand {more}');
      await thanks.given(anna, [boris, vera], message);
      await shown(vera, `Anna Ivanova thanked Boris Petrov and Vera Orlova: ${message}`);

      const entry = (await thanksIn({ person: vera }))[0]!;
      const recipients = [
        { type: 'person', id: boris, name: 'Boris Petrov' },
        { type: 'person', id: vera, name: 'Vera Orlova' },
      ];
      expect(entry).toMatchObject({
        type: 'thanks.given',
        actor: { type: 'person', id: anna, name: 'Anna Ivanova' },
        message: { args: { recipients: { type: 'list', items: recipients } } },
      });
      const russian = await get(`${system.feed}/feed/${entry.id}`, { 'accept-language': 'ru' });
      const text = `Anna Ivanova благодарит Boris Petrov и Vera Orlova: ${message}`;
      expect(russian.body).toMatchObject({ message: { text } });
    });

    it('that come before the hires have the names once these come', async () => {
      const [anna, boris] = [randomUUID(), randomUUID()];
      await thanks.given(anna, [boris], message);
      await shown(boris, `Somebody thanked Somebody: ${message}`);
      await hire('Boris Petrov', boris);
      await shown(boris, `Somebody thanked Boris Petrov: ${message}`);
      await hire('Anna Ivanova', anna);
      await shown(anna, `Anna Ivanova thanked Boris Petrov: ${message}`);
    });

    it('are gone for everybody when they are taken back, and the ones before are where they were', async () => {
      const [anna, boris, vera] = [randomUUID(), randomUUID(), randomUUID()];
      for (const what of ['the tea', 'the cake']) await thanks.given(anna, [boris, vera], what);
      const id = await thanks.given(anna, [boris, vera], message);
      const said = [message, 'the cake', 'the tea'];
      await shown(vera, ...said.map((what) => `Somebody thanked Somebody and Somebody: ${what}`));
      const [gone, next] = (await thanksIn({ person: vera })).map((entry) => entry.id);

      await thanks.takeBack(id);
      await eventually(async () => expectProblem(await get(`${system.feed}/feed/${gone}`), 404, 'not-found'));
      // Pages of one entry: a trace that it left in an index would take the place of one that is there.
      for (const type of ['', '&type=thanks.*'])
        for (const person of ['', `&person=${anna}`, `&person=${boris}`, `&person=${vera}`]) {
          const { body } = await get(`${system.feed}/feed?limit=1${type}${person}`);
          expect(body, type + person).toMatchObject({ items: [{ id: next }], page: { hasMore: true } });
        }
    });

    it('are never seen again when they are taken back at once', async () => {
      const [anna, boris] = [randomUUID(), randomUUID()];
      const id = await thanks.given(anna, [boris], message);
      await thanks.takeBack(id);
      await eventually(async () => expect(await countOf('feed.log', `thanks/${id}`)).toBe(2));
      expect(await textsOf(boris)).toEqual([]);
    });
  });
});
