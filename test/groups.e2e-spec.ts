import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { type Answer, as, type Entry, expectProblem, get, send } from './support/http.js';
import { GROUPED_DAYS } from './support/grouped-days.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;

beforeAll(async () => {
  system = await startTogether();
  const database = new Client({ connectionString: system.databaseUrl, options: '-c search_path=feed' });
  await database.connect();
  await database.query(GROUPED_DAYS);
  await database.end();
});
afterAll(() => system.close());

interface Line extends Omit<Entry, 'message'> {
  readonly message: {
    readonly text: string;
    readonly template: string;
    readonly parts: readonly { readonly text: string; readonly arg?: { readonly id: string } }[];
    readonly args: Readonly<Record<string, object>>;
  };
  readonly group?: {
    readonly key: string;
    readonly count: number;
    readonly truncated: boolean;
    readonly sample: readonly object[];
    readonly from: string;
    readonly to: string;
  };
}

const reader = () => as({ subject: 'boris' });
const hr = () => as({ subject: 'hanna', roles: ['hr'] });
const editor = () => as({ subject: 'vera', roles: ['editor'] });

const read = async (path: string, headers = reader(), more = {}): Promise<Answer> =>
  get(system.feed + path, { ...(await headers), ...more });
const linesOf = async (path: string, headers = reader(), more = {}): Promise<Line[]> => {
  const { status, body } = await read(path, headers, more);
  expect(status).toBe(200);
  return body['items'] as unknown as Line[];
};
const textsOf = async (path: string, headers = reader(), more = {}): Promise<string[]> =>
  (await linesOf(path, headers, more)).map(({ message }) => message.text);

describe('a list with groups', () => {
  it('says in one line what is much of one kind on one day, in the language of the reader', async () => {
    expect(await textsOf('/feed?group=auto')).toEqual([
      'Egor and 4 others joined',
      'Ivan was thanked 4 times, most recently by Dina',
    ]);
    expect(await textsOf('/feed?group=auto', reader(), { 'accept-language': 'ru' })).toEqual([
      'Egor и ещё 4 человека присоединились',
      'Ivan: 4 благодарности, последняя от Dina',
    ]);
    expect(await linesOf('/feed')).toHaveLength(9);
    expect(await linesOf('/feed?group=none')).toHaveLength(9);
  });

  it('has at its newest entry what the group is, and its text in pieces', async () => {
    const [hired] = await linesOf('/feed?group=auto');
    expect(hired).toMatchObject({
      id: '10000005-0000-5000-8000-000000000000',
      type: 'employee.hired',
      occurredAt: '2026-01-10T09:05:00.000Z',
      group: {
        count: 5,
        truncated: false,
        sample: [{ type: 'person', id: 'p5', name: 'Egor' }, { name: 'Dina' }, { name: 'Clara' }],
        from: '2026-01-10T00:00:00.000Z',
        to: '2026-01-11T00:00:00.000Z',
      },
    });
    const { parts, text, args } = hired!.message;
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts[0]).toMatchObject({ text: 'Egor', arg: { id: 'p5' } });
    expect(args).toMatchObject({ count: { type: 'number', value: 5 }, others: { type: 'number', value: 4 } });
  });

  it('counts what is asked for and what the reader may see, and nothing else', async () => {
    expect(await textsOf('/feed?group=auto&to=2026-01-10T09:03:30Z')).toContain('Clara and 2 others joined');
    expect(await linesOf('/feed?group=auto&person=p3')).toHaveLength(2);
    expect(await textsOf('/feed?group=auto&q=engineer')).toEqual(['Egor and 4 others joined']);
    expect(await linesOf('/feed?group=auto&type=employee.transferred')).toEqual([]);
    const seen = await textsOf('/feed?group=auto&type=employee.transferred', hr());
    expect(seen).toEqual([
      'Egor moved to a department',
      'Dina moved to a department',
      'a department: 3 transfers, most recently Clara',
    ]);
  });

  it('is paged and linked, and is answered 304 to whoever has it', async () => {
    const first = await read('/feed?group=auto&limit=1');
    expect(first.body['page']).toMatchObject({ hasMore: true });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!;
    expect(await textsOf(next)).toEqual(['Ivan was thanked 4 times, most recently by Dina']);
    const { prev } = (await read(next)).body['page'] as unknown as { prev: string };
    expect(await textsOf(`/feed?group=auto&limit=1&before=${prev}`)).toEqual(['Egor and 4 others joined']);

    const again = await read('/feed?group=auto&limit=1', reader(), {
      'if-none-match': first.headers.get('etag')!,
    });
    expect(again.status).toBe(304);
    const ungrouped = await read('/feed?limit=1', reader(), { 'if-none-match': first.headers.get('etag')! });
    expect(ungrouped.status).toBe(200);
    const { next: cursor } = first.body['page'] as unknown as { next: string };
    expectProblem(await read(`/feed?after=${cursor}`), 400, 'cursor-of-another-query');
  });

  it.each([
    'group=all',
    'group=auto&around=10000005-0000-5000-8000-000000000000',
    'group=auto&asOf=2026-01-20',
  ])('is not there for %s', async (params) => {
    expectProblem(await read(`/feed?${params}`), 400, 'request-invalid');
  });
});

describe('a group', () => {
  const keyOf = async (path: string, headers = reader()): Promise<string> =>
    (await linesOf(path, headers)).flatMap(({ group }) => group?.key ?? [])[0]!;

  it('is opened page by page by its key, with filters', async () => {
    const path = `/feed/groups/${await keyOf('/feed?group=auto&type=thanks.*')}`;
    const ids = (await linesOf('/feed?type=thanks.*')).map(({ id }) => id);
    expect((await linesOf(path)).map(({ id }) => id)).toEqual(ids);
    const first = await read(`${path}?limit=3`);
    expect(first.body['page']).toMatchObject({ hasMore: true });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!;
    expect((await linesOf(next)).map(({ id }) => id)).toEqual(ids.slice(3));
    expect((await linesOf(`${path}?person=p1`)).map(({ id }) => id)).toEqual(ids.slice(3));
    const tag = { 'if-none-match': first.headers.get('etag')! };
    expect((await read(`${path}?limit=3`, reader(), tag)).status).toBe(304);
    const { prev } = (await read(next)).body['page'] as unknown as { prev: string };
    expect((await linesOf(`${path}?limit=3&before=${prev}`)).map(({ id }) => id)).toEqual(ids.slice(0, 3));
  });

  it('is opened by no key that was changed, nor by who may see none of it', async () => {
    const key = await keyOf('/feed?group=auto&type=employee.transferred', hr());
    expect(await linesOf(`/feed/groups/${key}`, hr())).toHaveLength(3);
    expectProblem(await read(`/feed/groups/${key}`), 404, 'not-found');
    expectProblem(await read(`/feed/groups/${key}?type=employee.hired`, hr()), 404, 'not-found');
    const changed = key.slice(0, 20) + (key[20] === 'A' ? 'B' : 'A') + key.slice(21);
    const answer = await read(`/feed/groups/${changed}`, hr());
    expectProblem(answer, 400, 'group-key-invalid');
    expect(answer.body['errors']).toMatchObject([{ parameter: 'key', code: 'group-key-invalid' }]);
    expectProblem(await read(`/feed/groups/${key}?group=auto`, hr()), 400, 'request-invalid');
  });

  it('falls apart when entries of it are hidden, and comes back with them', async () => {
    const key = await keyOf('/feed?group=auto&type=employee.hired');
    const hidden = (await linesOf('/feed?type=employee.hired')).slice(0, 3).map(({ id }) => id);
    const say = async (method: string, id: string) =>
      send(
        method,
        `${system.feed}/feed/${id}/hidden`,
        method === 'PUT' ? { reason: 'test' } : undefined,
        await editor(),
      );
    await say('PUT', hidden[0]!);
    const list = '/feed?group=auto&type=employee.hired';
    await eventually(async () => expect(await textsOf(list)).toEqual(['Dina and 3 others joined']));
    for (const id of hidden.slice(1)) await say('PUT', id);
    await eventually(async () =>
      expect(await textsOf(list)).toEqual(['Boris joined as Engineer', 'Anna joined as Engineer']),
    );
    expect(await linesOf(`/feed/groups/${key}`)).toHaveLength(2);
    for (const id of hidden) await say('DELETE', id);
    await eventually(async () => expect(await textsOf(list)).toEqual(['Egor and 4 others joined']));
  });
});
