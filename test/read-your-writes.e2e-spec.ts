import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFeedToken, encodeFeedToken } from '#lib/envelope';
import { type Answer, as, expectProblem, get, post, type RequestHeaders, send } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

/** What the projector takes before it writes: while somebody else holds it, the feed stands still. */
const POSITIONS_LOCK = '7305804402';

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

const hire = (name: string) => post(`${system.registrar}/employees`, { name, position: 'Engineer' });
const tokenOf = ({ headers }: Answer): string => headers.get('feed-token') ?? 'none';
const feedWith = (query: string, tokens: readonly string[], headers?: RequestHeaders) =>
  get(`${system.feed}/feed?${query}${tokens.map((token) => `&min=${token}`).join('')}`, headers);
const shows = ({ body }: Answer, text: string): boolean => JSON.stringify(body['items']).includes(text);

async function whileTheFeedStands<Result>(work: (goOn: () => Promise<unknown>) => Promise<Result>) {
  await database.query(`SELECT pg_advisory_lock(${POSITIONS_LOCK})`);
  let stands = true;
  const goOn = async () => {
    if (stands) await database.query(`SELECT pg_advisory_unlock(${POSITIONS_LOCK})`);
    stands = false;
  };
  try {
    return await work(goOn);
  } finally {
    await goOn();
  }
}

describe('a command', () => {
  it('of any source answers with what the feed can be waited for by', async () => {
    const person = String((await hire('Olga')).body['id']);
    const other = String((await hire('Pavel')).body['id']);
    const olga = await as({ subject: person });
    const hired = await feedWith(`person=${person}&type=employee.hired&wait=5000`, [
      tokenOf(await hire('X')),
    ]);
    const [{ id: entryId } = { id: '' }] = hired.body['items'] as unknown as { id: string }[];
    const department = await post(`${system.orgStructure}/departments`, { name: 'Tools' });
    const commands: [Answer, string, string][] = [
      [department, '/org-structure', `department/${String(department.body['id'])}`],
      [
        await post(`${system.registrar}/employees/${person}/position`, { position: 'Lead' }),
        '/employee-registrar',
        `employee/${person}`,
      ],
      [
        await send('PUT', `${system.reactions}/feed/${entryId}/reactions/like`, undefined, olga),
        '/reactions',
        `reaction/${entryId}/${person}`,
      ],
      [
        await send('PUT', `${system.curation}/feed/${entryId}/hidden`, { reason: 'Spec' }),
        '/curation',
        `curation/${entryId}`,
      ],
      [
        await post(`${system.thanks}/thanks`, { from: person, to: [other], message: 'Well done' }, olga),
        '/thanks',
        '',
      ],
    ];
    for (const [answer, source, stream] of commands) {
      expect(answer.status).toBeLessThan(300);
      const place = decodeFeedToken(tokenOf(answer));
      expect(place).toMatchObject({ source, ...(stream !== '' && { stream }) });
      const page = await feedWith('wait=5000', [tokenOf(answer)]);
      expect(page.body).toMatchObject({ meta: { covered: true } });
    }
    expect(shows(await feedWith('limit=100', []), 'Well done')).toBe(true);
  });

  it('that changes nothing answers it as well, one that is refused does not', async () => {
    const first = await hire('Boris');
    const path = `${system.registrar}/employees/${String(first.body['id'])}/position`;
    expect(tokenOf(await post(path, { position: 'Engineer' }))).toBe(tokenOf(first));
    expect((await post(path, {})).headers.has('feed-token')).toBe(false);
    expect((await get(path.replace('/position', ''))).headers.has('feed-token')).toBe(false);
  });
});

describe('whoever waits', () => {
  it('sees what they have done, as soon as the feed goes on', async () => {
    await whileTheFeedStands(async (goOn) => {
      const token = tokenOf(await hire('Tatiana'));
      const waiting = feedWith('wait=5000', [token]);
      expect((await feedWith('', [token])).body).toMatchObject({ meta: { covered: false } });
      await goOn();
      const page = await waiting;
      expect(page.body).toMatchObject({ meta: { covered: true } });
      expect(shows(page, 'Tatiana')).toBe(true);
    });
  });

  it('is told so when it is not there in time, or not all of it', async () => {
    const there = tokenOf(await hire('Ulyana'));
    expect((await feedWith('wait=5000', [there])).body).toMatchObject({ meta: { covered: true } });
    await whileTheFeedStands(async () => {
      const token = tokenOf(await hire('Vera'));
      const page = await feedWith('wait=20', [there, token]);
      expect(page.body).toMatchObject({ meta: { covered: false } });
      expect(shows(page, 'Vera')).toBe(false);
      expect((await feedWith('', [there])).body).toMatchObject({ meta: { covered: true } });
    });
  });

  it('does not take an answer of before for one of after, though the page is the same', async () => {
    const token = tokenOf(await hire('Yana'));
    await feedWith('wait=5000', [token]);
    // As if the event had done nothing that readers see.
    const { source, stream, sequence } = decodeFeedToken(token)!;
    const next = encodeFeedToken({ source, stream, sequence: sequence + 1 });
    const before = await feedWith('', [next]);
    expect(before.body).toMatchObject({ meta: { covered: false } });
    await database.query(
      'UPDATE feed.stream_progress SET last_sequence = last_sequence + 1 WHERE source = $1 AND stream = $2',
      [source, stream],
    );
    const after = await feedWith('', [next], { 'if-none-match': before.headers.get('etag')! });
    expect(after).toMatchObject({ status: 200, body: { meta: { covered: true } } });
    const again = await feedWith('', [next], { 'if-none-match': after.headers.get('etag')! });
    expect(again.status).toBe(304);
  });
});

describe('a request that waits for', () => {
  it.each(['', 'hello', 'WzFd'])('the token %j is refused', async (token) => {
    expectProblem(await feedWith('', [token]), 400, 'feed-token-invalid');
  });

  it('one good and one mangled token is refused', async () => {
    const token = tokenOf(await hire('Igor'));
    const answer = await feedWith('wait=5000', [token, token.slice(0, -5)]);
    expectProblem(answer, 400, 'feed-token-invalid');
    expect(answer.body['errors']).toMatchObject([{ parameter: 'min', code: 'feed-token-invalid' }]);
  });

  it.each(['wait=5001', 'wait=-1', 'wait=1.5', 'wait=soon', 'wait='])('%s is refused', async (query) => {
    expectProblem(await feedWith(query, []), 400, 'request-invalid');
  });

  it('more than twenty tokens is refused', async () => {
    const token = tokenOf(await hire('Lev'));
    const many = (count: number) =>
      feedWith(
        'wait=5000',
        Array.from({ length: count }, () => token),
      );
    expect((await many(20)).body).toMatchObject({ meta: { covered: true } });
    expectProblem(await many(21), 400, 'request-invalid');
  });
});
