import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Persona, ROLES } from '#lib/identity';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { as, type Entry, get, post } from './support/http.js';
import { announcement, IntakeClient, newSource } from './support/intake.client.js';
import { OrgStructureClient } from './support/org-structure.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
let org: OrgStructureClient;
const departments: Record<string, string> = {};
const people: Record<string, string> = {};

beforeAll(async () => {
  system = await startTogether();
  org = new OrgStructureClient(system.orgStructure);
  for (const [name, parent] of Object.entries(PART_OF)) {
    const parentId = departments[parent ?? ''];
    departments[name] = await org.create('departments', {
      name,
      ...(parentId !== undefined && { parentId }),
    });
  }
  for (const [name, department] of Object.entries(WORKS_IN)) {
    const departmentId = departments[department ?? ''];
    const details = { name, position: 'Engineer', ...(departmentId !== undefined && { departmentId }) };
    people[name] = String((await post(`${system.registrar}/employees`, details)).body['id']);
  }
}, 120_000);
afterAll(() => system.close());

/** The company: department and what it is part of, person and where they work. */
const PART_OF: Record<string, string | undefined> = {
  company: undefined,
  it: 'company',
  web: 'it',
  sales: 'company',
};
const WORKS_IN: Record<string, string | undefined> = {
  anna: 'it',
  boris: 'web',
  olga: 'sales',
  carl: undefined,
};

/** Every kind of audience, and who is in it. */
const AUDIENCES: Record<string, (who: Reader) => boolean> = {
  everyone: () => true,
  'person:anna': ({ name }) => name === 'anna',
  'department:it': ({ name }) => name === 'anna',
  'department:it/*': ({ name }) => ['anna', 'boris'].includes(name),
  'department:web': ({ name }) => name === 'boris',
  'department:web/*': ({ name }) => name === 'boris',
  'department:company': () => false,
  'department:company/*': ({ name }) => ['anna', 'boris', 'olga'].includes(name),
  'role:kitchen': ({ groups = [] }) => groups.includes('kitchen'),
  ...Object.fromEntries(
    ROLES.map((role) => [`role:${role}`, ({ roles = [] }: Reader) => roles.includes(role)]),
  ),
};

interface Reader extends Omit<Persona, 'subject'> {
  readonly name: string;
}

/** Everybody without a role, with each, and in a group: one of ours by its name does not make them have the role. */
const readers: Reader[] = [
  ...Object.keys(WORKS_IN).flatMap((name) => [{ name }, ...ROLES.map((role) => ({ name, roles: [role] }))]),
  { name: 'carl', groups: ['kitchen', 'hr'] },
  { name: 'payroll', source: '/payroll' },
];

const headersOf = ({ name, ...persona }: Reader) => as({ subject: people[name] ?? name, ...persona });
/** The same with the ids that names have. */
const named = (audience: string): string =>
  audience.replace(
    /(department|person):(\w+)/,
    (_, kind: string, name: string) => `${kind}:${kind === 'person' ? people[name] : departments[name]}`,
  );

const idsOf = async (path: string, headers: { authorization: string }): Promise<string[]> => {
  const { status, body } = await get(system.feed + path, headers);
  expect(status).toBe(200);
  return (body['items'] as unknown as Entry[]).map(({ id }) => id);
};

describe('an announcement', () => {
  const source = newSource();
  /** Each audience, and each two neighbours, by the id of the entry that asks for them. */
  const asked = new Map<string, readonly string[]>();
  const visibleTo = (reader: Reader): string[] =>
    [...asked]
      .filter(([, all]) => all.some((one) => AUDIENCES[one]!(reader)))
      .map(([id]) => id)
      .toSorted();

  beforeAll(async () => {
    const single = Object.keys(AUDIENCES).map((one) => [one]);
    const events = [...single, ...single.slice(1).map((one, n) => [...single[n]!, ...one])].map(
      (audience, n) => {
        const id = `${source}-${n}`;
        asked.set(entryIdOf(source, id), audience);
        const data = { text: { en: 'Soup' }, actorId: people['anna'], audience: audience.map(named) };
        return announcement('Soup', { source, id, data });
      },
    );
    expect((await new IntakeClient(system.intake).batch(events)).status).toBe(202);
    const last = [...asked].findLast(([, audience]) => audience.includes('role:hr'))![0];
    await eventually(async () => expect((await get(`${system.feed}/feed/${last}`)).status).toBe(200));
  });

  const outputs: Record<string, string> = {
    list: '/feed?limit=100',
    'list of a kind': '/feed?limit=100&type=announcement.*',
    'list of a person': '/feed?limit=100&person=',
    'list of a kind and a person': '/feed?limit=100&type=announcement.posted&person=',
    'list of a time': '/feed?limit=100&from=2000-01-01&to=2999-01-01',
    'search for a text': '/feed?limit=100&q=soup',
    'search for a text and a person': '/feed?limit=100&q=soup&person=',
  };

  it.each(Object.entries(outputs))(
    'is in the %s for whom it is meant, and for nobody else',
    async (_, path) => {
      for (const reader of readers) {
        const url = path.endsWith('person=') ? path + people['anna']! : path;
        const ids = await idsOf(url, await headersOf(reader));
        expect({ reader, ids: ids.filter((id) => asked.has(id)).toSorted() }).toEqual({
          reader,
          ids: visibleTo(reader),
        });
      }
    },
  );

  it('is there by its id for whom it is meant, and is not there for anybody else, as if it never was', async () => {
    const headers = await Promise.all(readers.map(headersOf));
    for (const [n, reader] of readers.entries()) {
      const answers = await Promise.all(
        [...asked.keys()].map((id) => get(`${system.feed}/feed/${id}`, headers[n])),
      );
      const there = [...asked.keys()].filter((_, at) => answers[at]!.status === 200);
      expect({ reader, there: there.toSorted() }).toEqual({ reader, there: visibleTo(reader) });
      for (const { status, body } of answers)
        if (status !== 200) expect({ status, ...body }).toMatchObject({ status: 404, code: 'not-found' });
    }
  });
});

describe('where somebody works', () => {
  const transferred = (of: string): string => `/feed?type=employee.transferred&person=${people[of]!}`;

  it('decides what they see from the moment on that it changes, also under an ETag that they have', async () => {
    const boris = await headersOf({ name: 'boris' });
    const said = announcement('For web', {
      data: { text: { en: 'For web' }, audience: [named('department:web')] },
    });
    await new IntakeClient(system.intake).structured(said);
    const id = entryIdOf(said.source, said.id);
    await eventually(async () => expect((await get(`${system.feed}/feed/${id}`, boris)).status).toBe(200));

    const { headers } = await get(`${system.feed}/feed/${id}`, boris);
    const conditional = { ...boris, 'if-none-match': headers.get('etag')! };
    const move = { departmentId: departments['sales'] };
    await post(`${system.registrar}/employees/${people['boris']!}/department`, move);
    await eventually(async () =>
      expect((await get(`${system.feed}/feed/${id}`, conditional)).status).toBe(404),
    );
    expect(await idsOf('/feed?limit=100', boris)).not.toContain(id);
  });

  it('is news for both departments, for who moves, and for hr', async () => {
    const move = { departmentId: departments['web'] };
    await post(`${system.registrar}/employees/${people['olga']!}/department`, move);
    const hr = await headersOf({ name: 'carl', roles: ['hr'] });
    await eventually(async () => expect(await idsOf(transferred('olga'), hr)).toHaveLength(1));
    const sees = async (reader: Reader): Promise<boolean> =>
      (await idsOf(transferred('olga'), await headersOf(reader))).length === 1;
    // Boris came to sales before. Anna works in what web is part of, not in what is part of it.
    expect(await Promise.all(['anna', 'boris', 'olga', 'carl'].map((name) => sees({ name })))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('follows departments that move', async () => {
    const anna = await headersOf({ name: 'anna' });
    const said = announcement('For sales', {
      data: { text: { en: 'For sales' }, audience: [named('department:sales/*')] },
    });
    await new IntakeClient(system.intake).structured(said);
    const entry = `${system.feed}/feed/${entryIdOf(said.source, said.id)}`;
    await eventually(async () =>
      expect((await get(entry, await headersOf({ name: 'boris' }))).status).toBe(200),
    );
    expect((await get(entry, anna)).status).toBe(404);
    await org.moveDepartment(departments['it']!, departments['sales']);
    await eventually(async () => expect((await get(entry, anna)).status).toBe(200));
  });
});
