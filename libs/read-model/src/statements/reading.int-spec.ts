import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#lib/postgres';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { feedDatabase } from '../feed-database.js';
import { readPage } from './reading.js';

let testDatabase: TestDatabase;
let feed: Database;
let client: Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  feed = feedDatabase({ url: testDatabase.url, applicationName: 'spec', owner: true });
  await feed.onModuleInit();
  client = new Client({ connectionString: testDatabase.url, options: '-c search_path=feed' });
  await client.connect();
  await client.query(FILL);
  await client.query('ANALYZE');
});

afterAll(async () => {
  await client.end();
  await feed.onApplicationShutdown();
  await testDatabase.drop();
});

const FILL = `
  WITH new AS (
    SELECT gen_random_uuid() AS id, timestamptz '2026-01-01' + n * interval '1 second' AS at,
           CASE n % 10 WHEN 0 THEN 'rare' ELSE 'common' END AS name, 'p' || n % 20 AS person,
           CASE WHEN n % 3 = 0 THEN 'a' || n / 3 % 9 ELSE 'everyone' END AS audience
      FROM generate_series(1, 50000) AS n
  ), entries AS (
    INSERT INTO entry_v1 SELECT id, at, name, name || '.v1', '/spec', id::text, '{}', ARRAY['person:' || person], ARRAY[audience] FROM new
  ), reactions AS (
    INSERT INTO reaction_v1 SELECT id, 'p' || p, 'like' FROM new, generate_series(1, 3) AS p
  ), counts AS (
    INSERT INTO reaction_count_v1 SELECT id, 'like', 3 FROM new
  ), audiences AS (
    INSERT INTO entry_audience_v1 SELECT audience, at, id, name FROM new
  )
  INSERT INTO entry_mention_v1 SELECT 'person:' || person, audience, at, id, name FROM new`;

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

const all = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(all)];

const shapes = (['audience', 'mention'] as const).flatMap((by) =>
  [false, true].flatMap((byName) =>
    (['older', 'newer'] as const).map((direction) => ({ version: 1, by, byName, byOther: false, direction })),
  ),
);

const TEN = ['everyone', ...Array.from({ length: 9 }, (_, n) => `a${n}`)];

describe('a page in the middle of 50,000 entries, for a reader of ten audiences', () => {
  // Prepared statements are planned for their values at first, and from the sixth time on perhaps for any.
  const modes = ['force_custom_plan', 'force_generic_plan'];

  it.each(shapes.flatMap((shape) => modes.map((mode) => [mode, shape] as const)))(
    'is a range of an index, with %s, whatever is asked for: %o',
    async (mode, shape) => {
      await client.query(`SET plan_cache_mode = ${mode}`);
      await client.query(`PREPARE page AS ${readPage(shape).text}`);
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE page (
           ARRAY['${TEN.join("', '")}'], '2026-01-01 07:00:00Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 21,
           ARRAY['rare', 'common'], ARRAY['person:p1', 'person:p3'], 'p2', '${shape.direction === 'older' ? '2026-01-01' : '2026-02-01'}', NULL)`,
      );
      await client.query('DEALLOCATE page');
      expectRanges(all(rows[0]!['QUERY PLAN'][0].Plan));
    },
  );
});

function expectRanges(nodes: readonly PlanNode[]): void {
  const scans = nodes.filter((node) => /^entry_(audience|mention)/.test(node['Relation Name'] ?? ''));

  expect(scans).not.toHaveLength(0);
  for (const scan of scans) {
    expect(scan['Node Type']).toMatch(/^Index (Only )?Scan$/);
    expect(scan['Index Cond']).toMatch(/ROW\(.*occurred_at, .*entry_id\)/);
    expect(scan['Actual Rows']).toBeLessThanOrEqual(21);
    expect(scan['Rows Removed by Filter'] ?? 0).toBe(0);
  }
  const readWhole = nodes.filter((node) => node['Node Type'] === 'Seq Scan');
  expect(readWhole.filter((node) => /^(entry|reaction)/.test(node['Relation Name'] ?? ''))).toEqual([]);
}
