import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Statement } from '#lib/postgres';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { feedDatabase } from '../feed-database.js';
import { GroupReader } from './group-reader.js';

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
}, 120_000);

afterAll(async () => {
  await client.end();
  await feed.onApplicationShutdown();
  await testDatabase.drop();
});

/** A hundred days of several kinds, by audiences and departments in turn. */
const FILL = `
  WITH new AS (
    SELECT gen_random_uuid() AS id, timestamptz '2026-01-01' + n * interval '3 minutes' AS at,
           CASE n % 10 WHEN 0 THEN 'moved' ELSE 'hired' END AS name, 'd' || n % 7 AS department,
           CASE WHEN n % 3 = 0 THEN 'a' || n / 3 % 9 ELSE 'everyone' END AS audience
      FROM generate_series(1, 50000) AS n
  ), entries AS (
    INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience)
    SELECT id, at, name, name || '.v1', '/spec', id::text,
           jsonb_build_object('department', jsonb_build_object('type', 'department', 'id', department)),
           ARRAY['department:' || department], ARRAY[audience] FROM new
  ), audiences AS (
    INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name) SELECT audience, at, id, name FROM new
  )
  INSERT INTO entry_mention_v1 (mention, audience, occurred_at, entry_id, name)
  SELECT 'department:' || department, audience, at, id, name FROM new`;

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

const allOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(allOf)];

/** Runs nothing but EXPLAIN, of what it is given to run. */
class Explaining {
  nodes: PlanNode[] = [];

  async run(query: Statement<readonly unknown[], unknown>, ...values: Value[]): Promise<never[]> {
    await client.query(`PREPARE explained AS ${query.text}`);
    const literals = values.map((value) => literalOf(value));
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE explained (${literals.join(', ')})`,
    );
    await client.query('DEALLOCATE explained');
    this.nodes = allOf(rows[0]!['QUERY PLAN'][0].Plan);
    return [];
  }
}

type Value = string | number | null | readonly string[];

function literalOf(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'object') return `ARRAY[${value.map(literalOf).join(', ')}]::text[]`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

const TEN = ['everyone', ...Array.from({ length: 9 }, (_, n) => `a${n}`)];
const cursor = { occurredAt: '2026-02-10T12:00:00.000000Z', id: '88888888-0000-4000-8000-000000000000' };
const window = { from: '2026-02-10T00:00:00.000000Z', to: '2026-02-11T00:00:00.000000Z' };
const hired = { name: 'hired', ...window };
const moved = { name: 'moved', by: 'department', target: 'department:d1', ...window };
const within = ['department:d1', 'department:d2', 'department:d3'];
const jumps = new Map([['hired', { occurredAt: window.from, id: '00000000-0000-0000-0000-000000000000' }]]);
const targets = new Map([['moved', 'department']]);

const asked = { audiences: TEN, limit: 61, targets };
const queries: Record<string, (reader: GroupReader) => Promise<unknown>> = {
  'next entries': (reader) => reader.outline(1, { ...asked, after: cursor }),
  'next entries in the other direction': (reader) => reader.outline(1, { ...asked, before: cursor }),
  'next entries but of a kind': (reader) => reader.outline(1, { ...asked, after: cursor, jumps }),
  'next entries of departments, but of a kind': (reader) =>
    reader.outline(1, { ...asked, after: cursor, jumps, within }),
  'entries of a group': (reader) => reader.outline(1, { ...asked, after: cursor, of: hired }),
  'entries of a group with a target': (reader) => reader.outline(1, { ...asked, after: cursor, of: moved }),
  'counts of groups': (reader) => reader.counts(1, { audiences: TEN }, [hired, moved]),
  'counts of groups up to a place': (reader) => reader.counts(1, { audiences: TEN }, [hired, moved], cursor),
  'counts of groups of departments': (reader) => reader.counts(1, { audiences: TEN, within }, [hired, moved]),
};

describe('in the middle of 50,000 entries, for a reader of ten audiences', () => {
  const modes = ['force_custom_plan', 'force_generic_plan'];

  it.each(Object.keys(queries).flatMap((name) => modes.map((mode) => [name, mode] as const)))(
    'the %s are ranges of an index, with %s',
    async (name, mode) => {
      await client.query(`SET plan_cache_mode = ${mode}`);
      const explaining = new Explaining();
      await queries[name]!(new GroupReader(explaining as unknown as Database));
      expectRanges(explaining.nodes);
    },
  );
});

/** No more is read of a range than is asked for, or, of the 480 entries of the day, than there are. */
function expectRanges(nodes: readonly PlanNode[]): void {
  const scans = nodes.filter((node) => /^entry_(audience|mention)/.test(node['Relation Name'] ?? ''));
  const ran = scans.filter((node) => node['Actual Loops'] > 0);
  expect(ran).not.toHaveLength(0);
  for (const scan of scans) expect(scan['Node Type']).toMatch(/^Index (Only )?Scan$/);
  for (const scan of ran) {
    expect(scan['Rows Removed by Filter'] ?? 0).toBe(0);
    if (scan['Actual Rows'] > 1) expect(scan['Index Cond']).toMatch(/ROW\(.*occurred_at, .*entry_id\)/);
    expect(scan['Actual Rows']).toBeLessThanOrEqual(300);
  }
  const touched = ran.reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);
  expect(touched).toBeLessThan(2_500);
  const readWhole = nodes.filter((node) => node['Node Type'] === 'Seq Scan');
  expect(readWhole.filter((node) => node['Relation Name']?.startsWith('entry'))).toEqual([]);
}
