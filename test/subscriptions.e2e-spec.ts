import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { as, expectProblem, get, post, send } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { type Made, refused, subscribeTo } from './support/subscriptions.js';

let system: RunningFeed;
let database: Client;
beforeAll(async () => {
  system = await startTogether();
  database = new Client({ connectionString: system.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await system.close();
});

async function hire(name: string): Promise<string> {
  const { body, headers } = await post(`${system.registrar}/employees`, { name, position: 'Engineer' });
  await get(`${system.feed}/feed?wait=5000&min=${headers.get('feed-token')}`);
  return String(body['id']);
}
const subscriptions = () => `${system.feed}/feed/subscriptions`;
const subscribe = (subject: string) => subscribeTo(system.feed, subject);
const someone = () => `reader-${randomUUID()}`;

describe('a link', () => {
  const tokenIn = ({ urls }: Made): string => new URL(urls.atom).searchParams.get('token')!;

  it('opens nothing but the two exports', async () => {
    const token = tokenIn(await subscribe(someone()));
    await hire('Anna');
    const { items } = (await get(`${system.feed}/feed`)).body as unknown as { items: { id: string }[] };
    const paths = [
      '/feed',
      `/feed/${items[0]!.id}`,
      '/feed/marker',
      '/feed/subscriptions',
      '/employees/1',
      '/metrics',
    ];
    for (const path of paths) {
      expect({ path, answer: await refused(`${system.feed}${path}?token=${token}`) }).toEqual({
        path,
        answer: [401, 'token-missing'],
      });
      const bearer = await get(system.feed + path, { authorization: `Bearer ${token}` });
      expectProblem(bearer, 401, 'token-malformed');
    }
  });

  it("is nobody's when it is mangled, and asks to sign in when there is none", async () => {
    const { urls } = await subscribe(someone());
    for (const url of [urls.atom.slice(0, -1), `${urls.json}x`, `${urls.atom.split('=')[0]}=`])
      expect(await refused(url)).toEqual([401, 'link-unknown']);
    expect(await refused(`${urls.atom}&token=x`)).toEqual([401, 'token-missing']);
    expect(await refused(`${system.feed}/feed.atom`)).toEqual([401, 'token-missing']);
  });

  it('ends when its person ends it, and only then', async () => {
    const [person, other] = [someone(), someone()];
    const made = await subscribe(person);
    const kept = await subscribe(person);
    const end = async (subject: string, id: string) =>
      send('DELETE', `${subscriptions()}/${id}`, undefined, await as({ subject }));
    expectProblem(await end(other, made.id), 404, 'not-found');
    expect((await fetch(made.urls.atom)).status).toBe(200);
    const left = await end(person, made.id);
    expect(left.body).toEqual({ subscriptions: [{ id: kept.id, createdAt: expect.any(String) as string }] });
    expect((await get(subscriptions(), await as({ subject: person }))).body).toEqual(left.body);
    expect(await refused(made.urls.atom)).toEqual([401, 'link-unknown']);
    expect(await refused(made.urls.json)).toEqual([401, 'link-unknown']);
    expect((await fetch(kept.urls.atom)).status).toBe(200);
    expectProblem(await end(person, made.id), 404, 'not-found');
  });

  it('ends when its person leaves the company, and is forgotten with them', async () => {
    const person = await hire('Leaving');
    const { urls } = await subscribe(person);
    expect((await fetch(urls.atom)).status).toBe(200);
    await post(`${system.registrar}/employees/${person}/departure`, {});
    await eventually(async () => expect(await refused(urls.atom)).toEqual([401, 'link-unknown']));
    await send('DELETE', `${system.registrar}/employees/${person}/personal-data`);
    await eventually(async () => {
      const { rowCount } = await database.query('SELECT FROM feed.subscription WHERE person_id = $1', [
        person,
      ]);
      expect(rowCount).toBe(0);
    });
  });

  it('is kept as a digest alone', async () => {
    const made = await subscribe(someone());
    const { rows } = await database.query('SELECT s::text AS row FROM feed.subscription s WHERE id = $1', [
      made.id,
    ]);
    expect(rows).toHaveLength(1);
    const secret = tokenIn(made).replace('feed_', '');
    for (const form of [
      secret,
      Buffer.from(secret, 'base64url').toString('hex'),
      Buffer.from(tokenIn(made)).toString('hex'),
    ])
      expect(JSON.stringify(rows)).not.toContain(form);
  });

  it('is one of ten at most', async () => {
    const person = someone();
    for (let n = 0; n < 10; n++) await subscribe(person);
    expectProblem(
      await post(subscriptions(), undefined, await as({ subject: person })),
      409,
      'subscriptions-too-many',
    );
  });

  it('is made by persons alone', async () => {
    const payroll = await as({ subject: 'payroll', source: '/payroll' });
    expectProblem(await post(subscriptions(), undefined, payroll), 403, 'not-allowed');
  });
});
