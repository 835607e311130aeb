import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#lib/postgres';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { feedDatabase } from '../feed-database.js';
import { countUnseen } from './marker-statements.js';
import { Markers } from './markers.js';

let test: TestDatabase;
let feed: Database;
let client: Client;
beforeAll(async () => {
  test = await createTestDatabase();
  feed = feedDatabase({ url: test.url, applicationName: 'spec', owner: true });
  await feed.onModuleInit();
  client = new Client({ connectionString: test.url, options: '-c search_path=feed' });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await feed.onApplicationShutdown();
  await test.drop();
});

const AT = '2026-11-20T10:00:00.000000Z';

describe('a role that may only read the tables', () => {
  const role = `spec_reader_${randomUUID().replaceAll('-', '')}`;

  beforeAll(async () => {
    await client.query(`CREATE ROLE ${role}`);
    // As deploy/postgres grants it.
    await client.query(`GRANT USAGE ON SCHEMA feed TO ${role}`);
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA feed TO ${role}`);
    await client.query(`SET ROLE ${role}`);
  });
  afterAll(async () => {
    await client.query('RESET ROLE');
    await client.query(`DROP OWNED BY ${role}`);
    await client.query(`DROP ROLE ${role}`);
  });

  it.each([
    `INSERT INTO marker VALUES ('p', 'x', now())`,
    `UPDATE marker SET position = ''`,
    'DELETE FROM marker',
    `INSERT INTO subscription (person_id, digest) VALUES ('p', '')`,
    'DELETE FROM subscription',
    'DELETE FROM entry_v1',
  ])('cannot write them: %s', async (sql) => {
    await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('can mark what a reader has seen, and that only on', async () => {
    await client.query(`SELECT mark_seen('p', 'second', $1::timestamptz)`, [AT]);
    await client.query(`SELECT mark_seen('p', 'first', $1::timestamptz - interval '1 microsecond')`, [AT]);
    expect(await new Markers(feed).find('p')).toEqual({ position: 'second', seen_at: AT });
  });

  it('can subscribe for a person as often as there may be, and unsubscribe them alone', async () => {
    const subscribe = () =>
      client.query<{ id: string }>(`SELECT id FROM subscribe('p', $1, 3)`, [Buffer.from(randomUUID())]);
    const made = await Promise.all([1, 2, 3, 4, 5].map(subscribe));
    const ids = made.flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(ids).toHaveLength(3);
    const unsubscribe = async (person: string) =>
      (await client.query('SELECT FROM unsubscribe($1, $2)', [person, ids[0]])).rowCount;
    expect([await unsubscribe('q'), await unsubscribe('p'), await unsubscribe('p')]).toEqual([0, 1, 0]);
    expect((await subscribe()).rowCount).toBe(1);
  });
});

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  Plans?: PlanNode[];
}
const all = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(all)];

describe('counting what is unseen', () => {
  beforeAll(async () => {
    await client.query(`
      INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience, since)
      SELECT gen_random_uuid(), now(), 'common', 'common.v1', '/spec', n::text, '{}', '{}',
             ARRAY[CASE WHEN n % 100 = 0 THEN 'role:few' ELSE 'everyone' END],
             timestamptz '2026-01-01' + n * interval '1 second'
        FROM generate_series(1, 20000) AS n`);
    await client.query('ANALYZE entry_v1');
  });
  const unseen = (audience: string, since?: string) =>
    new Markers(feed).unseen(1, { since, audiences: [audience], personId: 'p', actors: {}, most: 99 });

  it.each(['force_custom_plan', 'force_generic_plan'])('reads a range of an index, with %s', async (mode) => {
    await client.query(`SET plan_cache_mode = ${mode}`);
    await client.query(`PREPARE unseen AS ${countUnseen(1).text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE unseen ('2026-01-01', ARRAY['role:few'], 'p', '{}', 99)`,
    );
    await client.query('DEALLOCATE unseen');
    const scans = all(rows[0]!['QUERY PLAN'][0].Plan).filter((node) => node['Relation Name'] === 'entry_v1');
    expect(scans).toHaveLength(2);
    for (const scan of scans) {
      expect(scan).toMatchObject({ 'Index Name': 'entry_v1_by_since' });
      expect(scan['Actual Rows']).toBeLessThanOrEqual(1_000);
    }
  });

  it('says that there may be more where it has not looked at all', async () => {
    expect(await unseen('role:few')).toEqual({ count: 10, capped: true });
    expect(await unseen('role:few', '2026-01-01T05:25:00Z')).toEqual({ count: 5, capped: false });
    expect(await unseen('everyone')).toEqual({ count: 99, capped: true });
    expect(await unseen('role:nobody', '2027-01-01T00:00:00Z')).toEqual({ count: 0, capped: false });
  });
});
