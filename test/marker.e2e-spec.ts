import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { RebuildOperator } from '../tools/rebuild/rebuild.operator.js';
import { type Answer, as, expectProblem, get, post, readFeed, send } from './support/http.js';
import { announcement, IntakeClient, newSource } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
let database: Client;
beforeAll(async () => {
  system = await startTogether({ ERASURE_CHECK_MS: '1000' });
  database = new Client({ connectionString: system.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await system.close();
});

const newReader = () => `reader-${randomUUID()}`;
const url = () => `${system.feed}/feed/marker`;
const read = async (subject: string): Promise<Answer['body']> => {
  const { status, body } = await get(url(), await as({ subject }));
  expect(status).toBe(200);
  return body;
};
const mark = async (subject: string, position: string): Promise<Answer> =>
  send('PUT', url(), { position }, await as({ subject }));
const unseen = async (subject: string): Promise<unknown> => (await read(subject))['unseen'];
const positionNow = async () => (await readFeed(system.feed, { limit: '1' })).meta.position;

/** Announces so many, and waits for them all. */
async function announce(count: number, data: object = {}): Promise<void> {
  const source = newSource();
  const events = Array.from({ length: count }, (_, n) =>
    announcement('', { source, id: `${n}`, data: { text: { en: `News ${n}` }, ...data } }),
  );
  expect((await new IntakeClient(system.intake).batch(events)).status).toBe(202);
  for (const { id } of events)
    await eventually(async () =>
      expect((await get(`${system.feed}/feed/${entryIdOf(source, id)}`)).status).toBe(200),
    );
}

describe('what somebody has not seen', () => {
  it('is everything at first, and nothing after they have marked where the feed is', async () => {
    const reader = newReader();
    await announce(3);
    const before = await read(reader);
    expect(before).toMatchObject({ position: null, seenAt: null });
    expect((before['unseen'] as unknown as { count: number }).count).toBeGreaterThanOrEqual(3);

    const position = await positionNow();
    const marked = await mark(reader, position);
    expect(marked).toMatchObject({ status: 200, body: { position, unseen: { count: 0, capped: false } } });
    expect(Date.parse(marked.body['seenAt'] as unknown as string)).toBeGreaterThan(0);
    expect(await read(reader)).toEqual(marked.body);
  });

  it('is what came since, for them, and is not their own doing', async () => {
    const [reader, other] = [newReader(), newReader()];
    for (const person of [reader, other]) await mark(person, await positionNow());
    await announce(2);
    await announce(1, { audience: ['role:hr'] });
    await announce(1, { audience: [`person:${other}`, 'role:hr'] });
    await announce(1, { actorId: other });
    expect(await unseen(reader)).toEqual({ count: 3, capped: false });
    expect(await unseen(other)).toEqual({ count: 3, capped: false });
  });

  it('is not what was received before, whenever that happened', async () => {
    const reader = newReader();
    await mark(reader, await positionNow());
    const late = announcement('Late', { time: '1999-01-01T00:00:00Z' });
    await new IntakeClient(system.intake).structured(late);
    await eventually(async () => expect(await unseen(reader)).toEqual({ count: 1, capped: false }));
    const early = announcement('Early', { time: '2099-01-01T00:00:00Z' });
    await new IntakeClient(system.intake).structured(early);
    await eventually(async () => expect(await unseen(reader)).toEqual({ count: 2, capped: false }));
    await mark(reader, await positionNow());
    expect(await unseen(reader)).toEqual({ count: 0, capped: false });
  });

  it('is not counted beyond 99', async () => {
    const reader = newReader();
    await mark(reader, await positionNow());
    await announce(99);
    expect(await unseen(reader)).toEqual({ count: 99, capped: false });
    await announce(1);
    expect(await unseen(reader)).toEqual({ count: 99, capped: true });
  });
});

describe('a mark', () => {
  it('moves on and never back, whichever tab comes last', async () => {
    const reader = newReader();
    const older = await positionNow();
    await announce(1);
    const newer = await positionNow();
    expect((await mark(reader, older)).body).toMatchObject({ position: older });
    expect(await unseen(reader)).toEqual({ count: 1, capped: false });
    const both = await Promise.all([mark(reader, newer), mark(reader, older), mark(reader, newer)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await read(reader)).toMatchObject({ position: newer, unseen: { count: 0 } });
    expect((await mark(reader, older)).body).toMatchObject({ position: newer, unseen: { count: 0 } });
  });

  it('is of persons alone', async () => {
    const payroll = await as({ subject: 'payroll', source: '/payroll' });
    expectProblem(await get(url(), payroll), 403, 'not-allowed');
    expectProblem(await send('PUT', url(), { position: await positionNow() }, payroll), 403, 'not-allowed');
  });

  it.each([
    '',
    'x',
    '0badc0de.1',
    '0badc0de.-1.AAAAAAAA',
    '0badc0de.1.AAAAAAAA.1',
    '0badc0de.1e3.AAAAAAAA',
    7,
  ])('is refused where it is no position: %s', async (position) => {
    const answer = await mark(newReader(), position as string);
    expectProblem(answer, 400, 'request-invalid');
    expect(answer.body['errors']).toMatchObject([{ pointer: '#/position' }]);
  });

  it('is refused with a position that the feed has not come to, or does not know', async () => {
    const reader = newReader();
    const [epoch, at, scope] = (await positionNow()).split('.');
    for (const position of [`${epoch}.${Number(at) + 1_000_000}.${scope}`, `0badc0de.1.${scope}`])
      expectProblem(await mark(reader, position), 409, 'position-unknown');
    expect(await read(reader)).toMatchObject({ position: null });
  });

  it('goes with who is forgotten, also when they mark again', async () => {
    const hired = await post(`${system.registrar}/employees`, { name: 'Gone', position: 'Engineer' });
    const person = String(hired.body['id']);
    await mark(person, await positionNow());
    const kept = () => database.query('SELECT FROM feed.marker WHERE person_id = $1', [person]);
    expect((await kept()).rowCount).toBe(1);
    await send('DELETE', `${system.registrar}/employees/${person}/personal-data`);
    await eventually(async () => expect((await kept()).rowCount).toBe(0));
    await mark(person, await positionNow());
    await eventually(async () => expect((await kept()).rowCount).toBe(0), { timeoutMs: 60_000 });
  }, 90_000);
});

describe('a rebuild', () => {
  it('changes nothing of what is unseen, and positions of before hold until their version is dropped', async () => {
    const reader = newReader();
    await mark(reader, await positionNow());
    await announce(2);
    const before = await read(reader);
    expect(before).toMatchObject({ unseen: { count: 2, capped: false } });
    const old = await positionNow();

    const headers = await as({ subject: 'olga', roles: ['operator'] });
    const operator = new RebuildOperator(system.projector, { reason: 'a spec', headers });
    const version = await operator.start();
    await operator.verified(version);
    await operator.decide(version, 'switch');
    expect(await positionNow()).not.toBe(old);
    expect(await read(reader)).toEqual(before);

    const late = newReader();
    expect((await mark(late, await positionNow())).body).toMatchObject({ unseen: { count: 0 } });
    expect((await mark(reader, old)).body).toMatchObject({ position: old, unseen: { count: 0 } });
    await announce(1);
    expect(await unseen(late)).toEqual({ count: 1, capped: false });
    expect(await unseen(reader)).toEqual({ count: 1, capped: false });

    await operator.decide(version - 1, 'drop');
    expectProblem(await mark(newReader(), old), 409, 'position-unknown');
    expect(await read(reader)).toMatchObject({ position: old, unseen: { count: 1 } });
  }, 120_000);
});
