import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHIEF, eventually } from '#lib/testing';
import { as, expectProblem, get, post, readFeed, type RequestHeaders, send } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
beforeAll(async () => (system = await startTogether()));
afterAll(() => system.close());

const anna = { name: 'Anna Ivanova', position: 'Engineer' };
const employees = () => `${system.registrar}/employees`;
const hire = (body: unknown = anna, headers?: RequestHeaders) => post(employees(), body, headers);
const hiredId = async () => String((await hire()).body['id']);
const promote = (id: string, position: string, headers?: RequestHeaders) =>
  post(`${employees()}/${id}/position`, { position }, headers);

describe('hiring', () => {
  it('is read back, with the version as entity tag', async () => {
    const details = { ...anna, departmentId: 'd-1', email: 'anna@example.com', startsOn: '2026-12-01' };
    const { body } = await hire(details);
    const answer = await get(`${employees()}/${String(body['id'])}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toEqual({
      id: body['id'],
      version: 1,
      ...details,
      departed: false,
      forgotten: false,
    });
  });

  it('of one id succeeds once: two at the same time get one 201 and one conflict', async () => {
    const id = randomUUID();
    const answers = await Promise.all([hire({ ...anna, id }), hire({ ...anna, id })]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expectProblem(
      answers.find(({ status }) => status === 409)!,
      409,
      'exists-already',
    );
    await eventually(async () => expect((await readFeed(system.feed, { person: id })).items).toHaveLength(1));
  });

  it('shows names as they were typed, whatever is in them', async () => {
    const name = `<script>alert("1")</script> O'Neil {x} 🎉`;
    const { body } = await hire({ ...anna, name });
    await eventually(async () => {
      const { items } = await readFeed(system.feed, { person: String(body['id']) });
      expect(items[0]?.message.text).toBe(`${name} joined as Engineer`);
    });
  });
});

describe('an Idempotency-Key', () => {
  it('gets the first answer again, and nothing is done twice', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await hire(anna, headers);
    const again = await Promise.all([hire(anna, headers), hire(anna, headers), hire(anna, headers)]);
    for (const { status, body } of again) expect({ status, body }).toEqual({ status: 201, body: first.body });
    expect((await get(`${employees()}/${String(first.body['id'])}`)).body).toMatchObject({ version: 1 });
  });

  it('also of a change that could not be made a second time', async () => {
    const id = await hiredId();
    const headers = { 'idempotency-key': randomUUID() };
    const leave = () => post(`${employees()}/${id}/departure`, {}, headers);
    const first = await leave();
    expect(first).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(await leave()).toMatchObject({ status: 200, body: first.body });
    expectProblem(await send('POST', `${employees()}/${id}/departure`), 422, 'employee-departed');
  });

  it('also of a change that changed nothing, and would by now', async () => {
    const id = await hiredId();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await promote(id, anna.position, headers);
    await promote(id, 'Lead');
    expect(await promote(id, anna.position, headers)).toMatchObject({ status: 200, body: first.body });
    expect((await get(`${employees()}/${id}`)).body).toMatchObject({ position: 'Lead', version: 2 });
  });

  it('gets one answer however close the requests come', async () => {
    for (let round = 0; round < 15; round++) {
      const id = await hiredId();
      const headers = { 'idempotency-key': randomUUID(), ...(round % 2 === 0 && { 'if-match': '"1"' }) };
      const leave = () => post(`${employees()}/${id}/departure`, {}, headers);
      const answers = await Promise.all([leave(), leave(), leave(), leave()]);
      for (const { status, body } of answers)
        expect({ status, body }).toEqual({ status: 200, body: { id, version: 2 } });
    }
  });

  it('does not mind the order of members', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await hire({ name: 'Anna', position: 'Engineer' }, headers);
    expect(await hire({ position: 'Engineer', name: 'Anna' }, headers)).toMatchObject({
      status: 201,
      body: first.body,
    });
  });

  it('is refused with another body, also where nothing changes', async () => {
    const id = await hiredId();
    const headers = { 'idempotency-key': randomUUID() };
    await promote(id, anna.position, headers);
    expectProblem(await promote(id, 'Lead', headers), 422, 'idempotency-key-reused');
  });

  it('is refused with another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await hire(anna, headers);
    expectProblem(await hire({ ...anna, name: 'Ivan' }, headers), 422, 'idempotency-key-reused');
  });
});

describe('If-Match', () => {
  it('cannot hold for somebody who is only being hired', async () => {
    expectProblem(await hire(anna, { 'if-match': '"1"' }), 412, 'version-not-met');
  });

  it('lets a change through at the version that was seen, and no other', async () => {
    const id = await hiredId();
    expect((await promote(id, 'Lead', { 'if-match': '"1"' })).body).toEqual({ id, version: 2 });
    expectProblem(await promote(id, 'Head', { 'if-match': '"1"' }), 412, 'version-not-met');
  });

  it('is not needed: writers at the same time all get through, one after the other', async () => {
    const id = await hiredId();
    const answers = await Promise.all(['a', 'b', 'c'].map((position) => promote(id, position)));
    expect(new Set(answers.map(({ body }) => body['version']))).toEqual(new Set([2, 3, 4]));
  });
});

describe('bad input', () => {
  it('is answered with every fault and its place', async () => {
    const answer = await hire({ name: '', position: 7, email: 'anna', startsOn: '2026-02-30', salary: 1 });
    expectProblem(answer, 400, 'request-invalid');
    const pointers = (answer.body['errors'] as unknown as { pointer: string }[]).map(
      ({ pointer }) => pointer,
    );
    expect(pointers.toSorted()).toEqual(['#/email', '#/name', '#/position', '#/salary', '#/startsOn']);
  });

  it.each([
    ['no JSON', '{"name": ', 400, 'json-invalid'],
    ['no object', '[]', 400, 'request-invalid'],
    ['too much', JSON.stringify({ ...anna, name: 'x'.repeat(2_000_000) }), 413, 'body-too-large'],
    ['control characters', JSON.stringify({ ...anna, name: 'An\u0000na' }), 400, 'request-invalid'],
    ['half a character', '{"name": "An\\ud800na", "position": "x"}', 400, 'request-invalid'],
    ['an id that a URL swallows', JSON.stringify({ ...anna, id: '..' }), 400, 'request-invalid'],
    ['a text-direction override', JSON.stringify({ ...anna, name: 'An\u202Ena' }), 400, 'request-invalid'],
  ])('of the kind "%s" is named', async (_, body, status, code) => {
    expectProblem(await hire(body), status, code);
  });

  it.each([
    ['no UTF-8', {}, 400, 'json-invalid'],
    ['compressed', { 'content-encoding': 'gzip' }, 415, 'content-encoding-unsupported'],
  ])('that is %s is refused', async (what, headers, status, code) => {
    const bytes = Buffer.from(
      JSON.stringify(anna).replace('Anna', what === 'no UTF-8' ? '\u00ff' : 'Anna'),
      'latin1',
    );
    const answer = await fetch(employees(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await as(CHIEF)), ...headers },
      body: bytes,
    });
    expect(await answer.json()).toMatchObject({ status, code });
  });

  it.each([
    [{ 'idempotency-key': 'with spaces in it' }, 'idempotency-key'],
    [{ 'if-match': '3' }, 'if-match'],
  ])('in the headers %o is named', async (headers, header) => {
    const answer = await promote(await hiredId(), 'Lead', headers as Record<string, string>);
    expectProblem(answer, 400, 'request-invalid');
    expect(answer.body['errors']).toMatchObject([{ header }]);
  });

  it('of an unknown or impossible id is named', async () => {
    expectProblem(await get(`${employees()}/nobody`), 404, 'not-found');
    expectProblem(await promote('nobody', 'Lead'), 404, 'not-found');
    expectProblem(await get(`${employees()}/${encodeURIComponent('a b')}`), 400, 'request-invalid');
  });

  it('leaves nothing behind', async () => {
    const database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
    const count = async () => (await database.query('SELECT count(*) FROM employee_registrar.events')).rows;
    const before = await count();
    await hire({ ...anna, name: '' });
    await send('POST', employees(), 'not json');
    await hire(anna, { 'idempotency-key': 'with spaces' });
    expect(await count()).toEqual(before);
    await database.end();
  });
});
