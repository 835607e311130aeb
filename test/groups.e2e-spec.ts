import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { type Answer, as, type Entry, expectProblem, get, send } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;

beforeAll(async () => {
  system = await startTogether();
  const database = new Client({ connectionString: system.databaseUrl, options: '-c search_path=feed' });
  await database.connect();
  await database.query(FILL);
  await database.end();
});
afterAll(() => system.close());

/** On two days of January, so that no group is cut by the end of a day: hires, transfers that few see, thanks. */
const FILL = `
  WITH new AS (
    SELECT '1000000' || n || '-0000-5000-8000-000000000000' AS id, timestamptz '2026-01-10 09:00Z' + n * interval '1 minute' AS at,
           'employee.hired' AS name, ARRAY['everyone'] AS audience,
           json_build_object('employee', json_build_object('type', 'person', 'id', 'p' || n),
                             'position', json_build_object('type', 'text', 'value', 'Engineer')) AS args,
           ARRAY['person:p' || n] AS mentions
      FROM generate_series(1, 5) AS n
     UNION ALL
    SELECT '2000000' || n || '-0000-5000-8000-000000000000', timestamptz '2026-01-11 09:00Z' + n * interval '1 minute',
           'employee.transferred', ARRAY['role:hr'],
           json_build_object('employee', json_build_object('type', 'person', 'id', 'p' || n),
                             'department', json_build_object('type', 'department', 'id', CASE WHEN n < 4 THEN 'it' ELSE 'web' END)),
           ARRAY['person:p' || n, 'department:' || CASE WHEN n < 4 THEN 'it' ELSE 'web' END]
      FROM generate_series(1, 5) AS n
     UNION ALL
    SELECT '3000000' || n || '-0000-5000-8000-000000000000', timestamptz '2026-01-10 08:00Z' + n * interval '2 minutes',
           'thanks.given', ARRAY['everyone'],
           json_build_object('from', json_build_object('type', 'person', 'id', 'p' || n),
                             'message', json_build_object('type', 'text', 'value', 'for soup'),
                             'recipients', json_build_object('type', 'list', 'items', json_build_array(
                               json_build_object('type', 'person', 'id', 'p9')))),
           ARRAY['person:p' || n, 'person:p9']
      FROM generate_series(1, 4) AS n
  ), names AS (
    INSERT INTO name_v1 SELECT 'person:p' || n, (ARRAY['Anna', 'Boris', 'Clara', 'Dina', 'Egor', 'F', 'G', 'H', 'Ivan'])[n]
      FROM generate_series(1, 9) AS n
  ), entries AS (
    INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience)
    SELECT id::uuid, at, name, name || '.v1', '/spec', id, args, mentions, audience FROM new
  ), audiences AS (
    INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name) SELECT audience[1], at, id::uuid, name FROM new
  )
  INSERT INTO entry_mention_v1 (mention, audience, occurred_at, entry_id, name)
  SELECT m, audience[1], at, id::uuid, name FROM new, unnest(mentions) AS m`;

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
    readonly sample: readonly string[];
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
        sample: ['Egor', 'Dina', 'Clara'],
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
