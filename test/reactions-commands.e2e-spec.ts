import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, as, expectProblem, type RequestHeaders, send } from './support/http.js';
import { ReactionsClient } from './support/reactions.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
let reactions: ReactionsClient;
let database: Client;
beforeAll(async () => {
  system = await startTogether();
  reactions = new ReactionsClient(system.reactions, system.feed);
  database = new Client({ connectionString: system.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await system.close();
});

const anna = 'anna';
/** Nobody has to have heard of it. */
const newEntry = () => randomUUID();

async function recordedOn(entry: string): Promise<string[]> {
  const sql = `SELECT type || ' ' || (data ->> 'kind') AS what, data ->> 'entryId' AS entry, data ->> 'personId' AS person
                 FROM reactions.events WHERE stream = $1 ORDER BY version`;
  const { rows } = await database.query<{ what: string; entry: string; person: string }>(sql, [
    `reaction/${entry}/${anna}`,
  ]);
  for (const row of rows) expect(row).toMatchObject({ entry, person: anna });
  return rows.map(({ what }) => what);
}

function expectVersion({ status, body, headers }: Answer, entryId: string, kind: string, version: number) {
  expect({ status, body }).toEqual({ status: 200, body: { entryId, kind, version } });
  expect(headers.get('location')).toBeNull();
}

describe('a reaction', () => {
  it('is added once, to an entry that nobody has to know', async () => {
    const entry = newEntry();
    for (let again = 0; again < 3; again++)
      expectVersion(await reactions.add(anna, entry, 'like'), entry, 'like', 1);
    expect(await recordedOn(entry)).toEqual(['reaction.added.v1 like']);
  });

  it('is removed once, and not where there is none', async () => {
    const entry = newEntry();
    expectVersion(await reactions.remove(anna, entry, 'like'), entry, 'like', 0);
    await reactions.add(anna, entry, 'like');
    for (let again = 0; again < 2; again++)
      expectVersion(await reactions.remove(anna, entry, 'like'), entry, 'like', 2);
    expect(await recordedOn(entry)).toEqual(['reaction.added.v1 like', 'reaction.removed.v1 like']);
  });

  it('may be of several kinds', async () => {
    const entry = newEntry();
    expectVersion(await reactions.add(anna, entry, 'like'), entry, 'like', 1);
    expectVersion(await reactions.add(anna, entry, 'fire'), entry, 'fire', 2);
    expectVersion(await reactions.remove(anna, entry, 'like'), entry, 'like', 3);
    expectVersion(await reactions.add(anna, entry, 'fire'), entry, 'fire', 3);
  });

  it('is to one entry, however its id is written', async () => {
    const entry = newEntry();
    await reactions.add(anna, entry, 'like');
    expectVersion(await reactions.add(anna, entry.toUpperCase(), 'like'), entry, 'like', 1);
    expectVersion(await reactions.remove(anna, entry.toUpperCase(), 'like'), entry, 'like', 2);
  });

  it('of a kind that there is not is refused, with those that there are', async () => {
    const entry = newEntry();
    const answer = await reactions.add(anna, entry, 'yawn');
    expectProblem(answer, 422, 'reaction-kind-unknown');
    expect(answer.body['detail']).toBe('There is no reaction yawn, only like, fire, heart, clap, party.');
    expectVersion(await reactions.remove(anna, entry, 'yawn'), entry, 'yawn', 0);
    expect(await recordedOn(entry)).toEqual([]);
  });

  it.each(['PUT', 'DELETE'])('is a fault of its parameters where they are none: %s', async (method) => {
    const faultsOf = async (entry: string, kind: string) => {
      const answer = await send(method, reactions.urlOf(entry, kind));
      expectProblem(answer, 400, 'request-invalid');
      return answer.body['errors'];
    };
    expect(await faultsOf('17', 'like')).toEqual([
      { parameter: 'entryId', code: 'invalid-format', detail: 'must be a UUID' },
    ]);
    expect(await faultsOf(newEntry(), 'LIKE')).toMatchObject([{ parameter: 'kind', code: 'invalid-format' }]);
  });

  it.each(['PUT', 'DELETE'])('is somebody’s: %s', async (method) => {
    const entry = newEntry();
    const sendWith = (headers: RequestHeaders) =>
      send(method, reactions.urlOf(entry, 'like'), undefined, headers);
    expectProblem(await sendWith({ authorization: null }), 401, 'token-missing');
    const service = await as({ subject: 'payroll', source: '/payroll' });
    expectProblem(await sendWith(service), 403, 'not-allowed');
    expect((await sendWith(await as({ subject: 'ivan' }))).status).toBe(200);
    expect(await recordedOn(entry)).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  const keyed = () => ({ 'idempotency-key': randomUUID() });

  it('gets the first answer again, whatever became of the reaction', async () => {
    const [entry, key] = [newEntry(), keyed()];
    expectVersion(await reactions.add(anna, entry, 'like', key), entry, 'like', 1);
    await reactions.remove(anna, entry, 'like');
    expectVersion(await reactions.add(anna, entry, 'like', key), entry, 'like', 1);
    expect(await recordedOn(entry)).toHaveLength(2);
  });

  it('also of a request that recorded nothing', async () => {
    const [entry, key] = [newEntry(), keyed()];
    expectVersion(await reactions.remove(anna, entry, 'like', key), entry, 'like', 0);
    await reactions.add(anna, entry, 'like');
    expectVersion(await reactions.remove(anna, entry, 'like', key), entry, 'like', 0);
    expect(await recordedOn(entry)).toHaveLength(1);
  });

  it('is of one person: another one is refused with it, not answered in their place', async () => {
    const [entry, key] = [newEntry(), keyed()];
    await reactions.add('ivan', entry, 'like', key);
    expectProblem(await reactions.add(anna, entry, 'like', key), 422, 'idempotency-key-reused');
    expectVersion(await reactions.add(anna, entry, 'like', keyed()), entry, 'like', 1);
  });

  it('is refused for another reaction', async () => {
    const [entry, key] = [newEntry(), keyed()];
    await reactions.add(anna, entry, 'like', key);
    expectProblem(await reactions.add(anna, entry, 'fire', key), 422, 'idempotency-key-reused');
    expectProblem(await reactions.remove(anna, entry, 'like', key), 422, 'idempotency-key-reused');
  });
});

describe('If-Match', () => {
  it('is "0" before there is any reaction of this person', async () => {
    const entry = newEntry();
    const seen = { 'if-match': '"0"' };
    expectVersion(await reactions.add(anna, entry, 'like', seen), entry, 'like', 1);
    expectProblem(await reactions.add(anna, entry, 'fire', seen), 412, 'version-not-met');
    expectVersion(await reactions.add(anna, entry, 'fire', { 'if-match': '"1"' }), entry, 'fire', 2);
  });
});
