import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHIEF } from '#lib/testing';
import { as, expectProblem, get, post, type RequestHeaders } from './support/http.js';
import { announcement, IntakeClient, publisher } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { ThanksClient } from './support/thanks.client.js';

const nobody = { authorization: null };

let system: RunningFeed;
beforeAll(async () => (system = await startTogether()));
afterAll(() => system.close());

const employees = () => `${system.registrar}/employees`;
const hire = (headers?: RequestHeaders, body: unknown = { name: 'Anna', position: 'Engineer' }) =>
  post(employees(), body, headers);

describe('somebody who does not sign in', () => {
  it('changes nothing, and is told so before what they sent is read', async () => {
    const answer = await hire(nobody);
    expectProblem(answer, 401, 'token-missing');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expectProblem(await hire(nobody, '{"name": '), 401, 'token-missing');
    expectProblem(await hire({ authorization: 'Bearer of bad news' }), 401, 'token-malformed');
  });
});

describe('somebody with every other role', () => {
  it('hires and changes nobody, and may read', async () => {
    const id = String((await hire()).body['id']);
    const others = await as({ subject: 'olga', roles: ['org', 'editor', 'privacy', 'operator'] });
    expectProblem(await hire(others), 403, 'not-allowed');
    for (const what of ['name', 'position', 'department', 'departure'])
      expectProblem(await post(`${employees()}/${id}/${what}`, {}, others), 403, 'not-allowed');
    expect((await get(`${employees()}/${id}`, others)).body).toMatchObject({ version: 1 });
    const hr = await as({ subject: 'hanna', roles: ['hr'] });
    expect((await post(`${employees()}/${id}/position`, { position: 'Lead' }, hr)).status).toBe(200);
  });

  it('does not draw up the company', async () => {
    const [departments, body] = [`${system.orgStructure}/departments`, { name: 'Sales' }];
    const others = await as({ subject: 'hanna', roles: ['hr', 'editor', 'privacy', 'operator'] });
    expectProblem(await post(departments, body, others), 403, 'not-allowed');
    const org = await as({ subject: 'olga', roles: ['org'] });
    expect((await post(departments, body, org)).status).toBe(201);
  });

  it('operates nothing', async () => {
    const others = await as({ subject: 'hanna', roles: ['hr', 'org', 'editor', 'privacy'] });
    const republish = `${system.thanks}/operator/sources/thanks/republish`;
    expectProblem(await post(republish, { reason: 'a spec', all: true }, others), 403, 'not-allowed');
    for (const path of ['/operator/parked', '/operator/rebuilds', '/operator/partitions', '/metrics'])
      expectProblem(await get(system.feed + path, others), 403, 'not-allowed');
  });
});

describe('an Idempotency-Key', () => {
  it('is of one person: another one is refused with it, not answered in their place', async () => {
    const key = { 'idempotency-key': randomUUID() };
    await hire(key);
    const another = await as({ subject: 'boris', roles: ['hr'] });
    expectProblem(await hire({ ...key, ...another }), 422, 'idempotency-key-reused');
  });
});

describe('thanks', () => {
  const fromAnna = { from: 'anna', to: ['vera'], message: 'For the release' };
  let thanks: ThanksClient;
  beforeAll(() => (thanks = new ThanksClient(system.thanks)));

  it('are not given in the name of others, whatever their roles', async () => {
    expectProblem(await thanks.give(fromAnna, await as(CHIEF)), 403, 'not-yourself');
    const service = await as({ subject: 'anna', source: '/payroll' });
    expectProblem(await thanks.give(fromAnna, service), 403, 'not-allowed');
  });

  it('are taken back by who gave them, and by editors', async () => {
    const given = () => thanks.given('anna', ['boris'], 'For the release');
    const [id, another] = [await given(), await given()];
    const boris = await as({ subject: 'boris', roles: ['hr', 'org', 'operator'] });
    expectProblem(await thanks.takeBack(id, boris), 403, 'not-yours');
    expect((await thanks.read(id)).body).toMatchObject({ version: 1, takenBack: false });
    expect((await thanks.takeBack(id, await as({ subject: 'anna' }))).status).toBe(200);
    const vera = await as({ subject: 'vera', roles: ['editor'] });
    expect((await thanks.takeBack(another, vera)).status).toBe(200);
  });
});

describe('events over HTTP', () => {
  it('are refused from whoever is no source, from another one, and of a source of ours', async () => {
    const intake = new IntakeClient(system.intake);
    const type = { 'content-type': 'application/cloudevents+json' };
    const event = announcement('Soup');
    const sendAs = (headers: RequestHeaders) => intake.send(event, { ...type, ...headers });
    expectProblem(await sendAs(nobody), 401, 'token-missing');
    expectProblem(await sendAs(await as(CHIEF)), 403, 'not-allowed');
    expectProblem(await sendAs(await as(publisher('/payroll'))), 403, 'source-not-allowed');
    const ours = announcement('Soup', { source: '/thanks' });
    expectProblem(await intake.structured(ours), 403, 'source-not-allowed');
    expect((await intake.structured(event)).status).toBe(202);
  });
});
