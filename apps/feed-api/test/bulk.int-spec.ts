import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Statement } from '#lib/postgres';
import { feedDatabase, GroupReader } from '#lib/read-model';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { listSource } from '../src/groups/list.source.js';
import { type GroupedPart, readGroupedPage } from '../src/groups/read-grouped-page.js';
import { RULES } from './grouped-list.js';

let testDatabase: TestDatabase;
let feed: Database;
let client: Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  feed = feedDatabase({ url: testDatabase.url, applicationName: 'spec', owner: true });
  await feed.onModuleInit();
  client = new Client({ connectionString: testDatabase.url, options: '-c search_path=feed' });
  await client.connect();
  await client.query(FILL, ['2026-01-02', 'hired', 100_000]);
  // Nobody has looked at the tables since: the statistics are those of a feed without the day of many.
}, 240_000);

afterAll(async () => {
  await client.end();
  await feed.onApplicationShutdown();
  await testDatabase.drop();
});

/** Many of one kind on one day, and on the days before and after it what there is otherwise. */
const FILL = `
  WITH new AS (
    SELECT gen_random_uuid() AS id, $1::timestamptz + n * interval '500 ms' AS at, $2 AS name, 'd' || n % 100 AS department
      FROM generate_series(1, $3::int) AS n
     UNION ALL
    SELECT gen_random_uuid(), timestamptz '2026-01-01' + n * interval '30 minutes', 'said', 'd' || n % 100
      FROM generate_series(1, 140) AS n
  ), entries AS (
    INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience)
    SELECT id, at, name, name || '.v1', '/spec', id::text, '{}', ARRAY['department:' || department], ARRAY['everyone'] FROM new
  ), audiences AS (
    INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name) SELECT 'everyone', at, id, name FROM new
  )
  INSERT INTO entry_mention_v1 (mention, audience, occurred_at, entry_id, name)
  SELECT 'department:' || department, 'everyone', at, id, name FROM new`;

interface PlanNode {
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** Runs statements, and counts them and the rows that they touched in any table or index. */
class Counting {
  queries = 0;
  rows = 0;

  async run(query: Statement<readonly unknown[], unknown>, ...values: unknown[]): Promise<object[]> {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${query.text}`,
      values,
    );
    this.queries++;
    this.rows += touchedBy(rows[0]!['QUERY PLAN'][0].Plan);
    return (await client.query<object>(query.text, values)).rows;
  }
}

function touchedBy(node: PlanNode): number {
  const beneath = (node.Plans ?? []).reduce((sum, plan) => sum + touchedBy(plan), 0);
  const isScan = (node['Relation Name'] ?? node['Index Name']) !== undefined;
  const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return beneath + (isScan ? rows : 0);
}

const start = { occurredAt: '2026-01-01T20:15:00.000000Z', id: '00000000-0000-0000-0000-000000000000' };
const evening = { occurredAt: '2026-01-02T15:10:00.000000Z', id: '00000000-0000-0000-0000-000000000000' };
const middle = { occurredAt: '2026-01-02T10:10:00.000000Z', id: '00000000-0000-0000-0000-000000000000' };
const within = Array.from({ length: 100 }, (_, n) => `department:d${n}`);

describe('a page of 20 beside 100,000 hires on one day', () => {
  const parts: Record<string, GroupedPart> = {
    'from the evening of the day on': { direction: 'older', limit: 20, start: evening },
    'from the midst of the day on': { direction: 'older', limit: 20, start: middle },
    'up to the midst of the day': { direction: 'newer', limit: 20, start: middle },
    'towards the day': { direction: 'newer', limit: 20, start },
  };
  const asked = { audiences: ['everyone', 'role:hr'] };

  it.each(Object.entries(parts))(
    'is read %s in five queries at most, and has what it can',
    async (_, part) => {
      const counting = new Counting();
      const groups = new GroupReader(counting as unknown as Database);
      const { items } = await readGroupedPage(listSource(groups, 1, asked, RULES), part, RULES);
      expect(items).toHaveLength(20);
      expect(counting.queries).toBeLessThanOrEqual(5);
      expect(counting.rows).toBeLessThan(3_000);
    },
  );

  it('counts up to a thousand', async () => {
    const source = listSource(new GroupReader(feed), 1, asked, RULES);
    const { items } = await readGroupedPage(source, parts['from the evening of the day on']!, RULES);
    const group = items.flatMap((item) => item.group ?? []);
    expect(group).toMatchObject([{ count: 1_000, truncated: true }]);
  });

  it('reads a part of them too where a hundred departments are asked for', async () => {
    const counting = new Counting();
    const groups = new GroupReader(counting as unknown as Database);
    const source = listSource(groups, 1, { ...asked, within }, RULES);
    const { items } = await readGroupedPage(source, parts['from the evening of the day on']!, RULES);
    expect(items.flatMap(({ group }) => group ?? [])).toMatchObject([{ count: 1_000, truncated: true }]);
    expect(counting.rows).toBeLessThan(40_000);
  });
});
