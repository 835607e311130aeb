import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { AudienceCompany, type Reader } from './support/audience-company.js';
import { get, post } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import type { RunningFeed } from './support/running-feed.js';

let company: AudienceCompany;
let system: RunningFeed;

beforeAll(async () => {
  company = await AudienceCompany.start();
  system = company.system;
}, 120_000);
afterAll(() => system.close());

describe('where somebody works', () => {
  const transferred = (of: string): string => `/feed?type=employee.transferred&person=${company.people[of]!}`;

  it('decides what they see from the moment on that it changes, also under an ETag that they have', async () => {
    const boris = await company.headersOf({ name: 'boris' });
    const said = announcement('For web', {
      data: { text: { en: 'For web' }, audience: [company.named('department:web')] },
    });
    await new IntakeClient(system.intake).structured(said);
    const id = entryIdOf(said.source, said.id);
    await eventually(async () => expect((await get(`${system.feed}/feed/${id}`, boris)).status).toBe(200));

    const { headers } = await get(`${system.feed}/feed/${id}`, boris);
    const conditional = { ...boris, 'if-none-match': headers.get('etag')! };
    const move = { departmentId: company.departments['sales'] };
    await post(`${system.registrar}/employees/${company.people['boris']!}/department`, move);
    await eventually(async () =>
      expect((await get(`${system.feed}/feed/${id}`, conditional)).status).toBe(404),
    );
    expect(await company.idsOf('/feed?limit=100', boris)).not.toContain(id);
  });

  it('is news for both departments, for who moves, and for hr', async () => {
    const move = { departmentId: company.departments['web'] };
    await post(`${system.registrar}/employees/${company.people['olga']!}/department`, move);
    const hr = await company.headersOf({ name: 'carl', roles: ['hr'] });
    await eventually(async () => expect(await company.idsOf(transferred('olga'), hr)).toHaveLength(1));
    const sees = async (reader: Reader): Promise<boolean> =>
      (await company.idsOf(transferred('olga'), await company.headersOf(reader))).length === 1;
    // Boris came to sales before. Anna works in what web is part of, not in what is part of it.
    expect(await Promise.all(['anna', 'boris', 'olga', 'carl'].map((name) => sees({ name })))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('follows departments that move', async () => {
    const anna = await company.headersOf({ name: 'anna' });
    const said = announcement('For sales', {
      data: { text: { en: 'For sales' }, audience: [company.named('department:sales/*')] },
    });
    await new IntakeClient(system.intake).structured(said);
    const entry = `${system.feed}/feed/${entryIdOf(said.source, said.id)}`;
    await eventually(async () =>
      expect((await get(entry, await company.headersOf({ name: 'boris' }))).status).toBe(200),
    );
    expect((await get(entry, anna)).status).toBe(404);
    await company.org.moveDepartment(company.departments['it']!, company.departments['sales']);
    await eventually(async () => expect((await get(entry, anna)).status).toBe(200));
  });
});
