import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { type Entry, expectProblem, get, post, readFeed, send } from './support/http.js';
import { OrgStructureClient } from './support/org-structure.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { ThanksClient } from './support/thanks.client.js';

let system: RunningFeed;
let org: OrgStructureClient;
const ids: Record<string, string> = {};

const hire = async (name: string, position: string, departmentId?: string): Promise<string> => {
  const answer = await post(`${system.registrar}/employees`, {
    name,
    position,
    ...(departmentId !== undefined && { departmentId }),
  });
  return String(answer.body['id']);
};
const textsOf = (items: readonly Entry[]): string[] => items.map(({ message }) => message.text);
const texts = async (params: Record<string, string>): Promise<string[]> =>
  textsOf((await readFeed(system.feed, params)).items);

beforeAll(async () => {
  system = await startTogether();
  org = new OrgStructureClient(system.orgStructure);
  ids['it'] = await org.create('departments', { name: 'Technology' });
  ids['web'] = await org.create('departments', { name: 'Websites', parentId: ids['it'] });
  ids['sales'] = await org.create('departments', { name: 'Sales' });
  ids['anna'] = await hire('Anna Ivanova', 'Engineer', ids['web']);
  ids['boris'] = await hire('Борис Ёлкин', 'Seller', ids['sales']);
  await eventually(async () => expect(await texts({ type: 'employee.hired' })).toHaveLength(2));
}, 60_000);
afterAll(() => system.close());

const ANNA = 'Anna Ivanova joined Websites as Engineer';
const BORIS = 'Борис Ёлкин joined Sales as Seller';

describe('a department', () => {
  it('is asked for with all that is beneath it now', async () => {
    const hires = { type: 'employee.hired' };
    expect(await texts({ ...hires, department: ids['it']! })).toEqual([ANNA]);
    expect(await texts({ ...hires, department: ids['web']! })).toEqual([ANNA]);
    expect(await texts({ ...hires, department: 'unheard-of' })).toEqual([]);
    await org.moveDepartment(ids['web']!, ids['sales']);
    await eventually(async () =>
      expect(await texts({ ...hires, department: ids['sales']! })).toEqual([BORIS, ANNA]),
    );
    expect(await texts({ ...hires, department: ids['it']! })).toEqual([]);
  });

  it('and a person are asked for together', async () => {
    const both = { person: ids['boris']!, department: ids['sales']! };
    expect(await texts(both)).toEqual([BORIS]);
    expect(await texts({ ...both, department: ids['it']! })).toEqual([]);
  });
});

describe('a search', () => {
  const search = (q: string) => texts({ q, type: 'employee.hired' });

  it.each([
    ['a name', 'ivanova', [ANNA]],
    ['how a name begins', 'Iva', [ANNA]],
    ['a name in another script', 'ёлкин', [BORIS]],
    ['the words of a text, in any order', 'engineer anna', [ANNA]],
    ['what entries of a kind say, in any language', 'joined', [BORIS, ANNA]],
    ['a word that is there and one that is not', 'anna seller', []],
    ['what might be a query of its own', `anna' | !(seller:*)\\`, []],
    ['an id that is no word', 'person', []],
  ])('finds %s', async (_, q, expected) => {
    expect(await search(q)).toEqual(expected);
  });

  it('finds a department by the name that it has now, on older entries as well', async () => {
    expect(await search('websites')).toEqual([ANNA]);
    await org.rename('departments', ids['web']!, 'Digital');
    await eventually(async () => expect(await search('digital')).toHaveLength(1));
    expect(await search('websites')).toEqual([]);
  });
});

describe('a time', () => {
  it('is from a moment on and before another one', async () => {
    const { items } = await readFeed(system.feed, { limit: '100' });
    const [to, from] = [items[1]!.occurredAt, items[4]!.occurredAt];
    const between = await readFeed(system.feed, { from, to, limit: '100' });
    // A whole millisecond: what happened within it is there from its beginning on.
    const inside = items.filter(({ occurredAt }) => occurredAt >= from && occurredAt < to);
    expect(between.items.map(({ id }) => id)).toEqual(inside.map(({ id }) => id));
    const { page } = await readFeed(system.feed, { from, to, limit: '1' });
    const rest = await readFeed(system.feed, { from, to, after: page.next! });
    expect(rest.items.map(({ id }) => id)).toEqual(inside.slice(1).map(({ id }) => id));
    expect(await texts({ from: '2999-01-01' })).toEqual([]);
    expect(await texts({ to: '2000-01-01T00:00:00+03:00' })).toEqual([]);
  });
});

describe('an earlier moment', () => {
  it('has the names of then and what was taken back since, and nothing that came later', async () => {
    const thanks = new ThanksClient(system.thanks);
    const id = await thanks.given(ids['anna']!, [ids['boris']!], 'Thank you for the soup');
    await eventually(async () => expect(await texts({ q: 'soup' })).toHaveLength(1));
    const asOf = new Date().toISOString();
    const then = await texts({ asOf, person: ids['anna']! });
    expect(then[0]).toBe('Anna Ivanova thanked Борис Ёлкин: Thank you for the soup');
    await thanks.takeBack(id);
    await post(`${system.registrar}/employees/${ids['anna']!}/name`, { name: 'Anna Petrova' });
    await eventually(async () =>
      expect((await texts({ person: ids['anna']! }))[0]).toContain('Anna Petrova'),
    );
    expect(await texts({ person: ids['anna']!, type: 'thanks.given' })).toEqual([]);
    expect(await texts({ asOf, person: ids['anna']! })).toEqual(then);
    const { page } = await readFeed(system.feed, { asOf, person: ids['anna']!, limit: '1' });
    expect(await texts({ asOf, person: ids['anna']!, after: page.next! })).toEqual(then.slice(1));
  });
});

describe('an entry', () => {
  it('is shown with what is around it, and with cursors that lead on from there', async () => {
    const { items } = await readFeed(system.feed, { limit: '100' });
    const around = await readFeed(system.feed, { around: items[3]!.id, limit: '3' });
    expect(around.items.map(({ id }) => id)).toEqual(items.slice(2, 5).map(({ id }) => id));
    const below = await readFeed(system.feed, { after: around.page.next!, limit: '100' });
    const above = await readFeed(system.feed, { before: around.page.prev!, limit: '100' });
    expect([...above.items, ...around.items, ...below.items].map(({ id }) => id)).toEqual(
      items.map(({ id }) => id),
    );
  });

  it('that is not in the list is not found there', async () => {
    const [first] = (await readFeed(system.feed, { type: 'employee.hired' })).items;
    const url = (params: string) => `${system.feed}/feed?around=${params}`;
    expectProblem(await get(url(`${first!.id}&type=department.*`)), 404, 'not-found');
    expectProblem(await get(url('01a1fa37-7afb-4241-a6f8-7b3ff53424e9')), 404, 'not-found');
  });

  it('has its text in pieces, names and links apart', async () => {
    const [entry] = (await readFeed(system.feed, { q: 'anna engineer' })).items;
    const { text, parts } = entry!.message as unknown as {
      text: string;
      parts: { text: string; arg?: object }[];
    };
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.filter(({ arg }) => arg)).toMatchObject([
      { text: expect.stringContaining('Anna'), arg: { type: 'person', id: ids['anna'] } },
      { text: 'Digital', arg: { type: 'department', id: ids['web'], name: 'Digital' } },
    ]);
  });
});

describe('a parameter', () => {
  const place = 'fb82bfff-ce8d-5612-aaf8-b78f577cee81';

  it.each([
    ['from=yesterday', 'from'],
    ['from=2026-13-40', 'from'],
    ['to=2026-11-20T10:00:00', 'to'],
    ['from=2026-11-20&to=2026-11-20', 'to'],
    ['q=%20%21%20', 'q'],
    ['q=a+b+c+d+e+f+g+h+i', 'q'],
    [`q=${'a'.repeat(201)}`, 'q'],
    ['department=', 'department'],
    ['around=nothing', 'around'],
    [`around=${place}&after=x`, 'around'],
    ['asOf=2999-01-01', 'asOf'],
    ['asOf=2026-01-01&q=soup', 'asOf'],
    [`asOf=2026-01-01&around=${place}`, 'asOf'],
  ])('%s is refused by its name', async (query, parameter) => {
    const answer = await get(`${system.feed}/feed?${query}`);
    expectProblem(answer, 400, 'request-invalid');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ parameter })]);
  });

  it('of another list does not fit a cursor', async () => {
    const { page } = await readFeed(system.feed, { limit: '1', q: 'joined' });
    const answer = await send('GET', `${system.feed}/feed?q=anna&after=${page.next!}`);
    expectProblem(answer, 400, 'cursor-of-another-query');
  });

  it('is in the links to other pages', async () => {
    const query = new URLSearchParams({
      limit: '1',
      q: 'joined',
      department: ids['sales']!,
      from: '2020-01-01',
    });
    const { headers } = await get(`${system.feed}/feed?${query.toString()}`);
    const next = /<([^>]+)>; rel="next"/.exec(headers.get('link')!)![1]!;
    const { status, body } = await get(system.feed + next);
    expect(status).toBe(200);
    expect(body['items']).toHaveLength(1);
  });
});
