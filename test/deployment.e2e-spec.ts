import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceConfig } from '#lib/event-source';
import { Database } from '#lib/postgres';
import { feedDatabase, FeedReader } from '#lib/read-model';
import { createService, loadConfig } from '#lib/service';
import { createTestDatabase, type TestDatabase, testTokens } from '#lib/testing';
import { EmployeeRegistrarModule } from '../apps/employee-registrar/src/employee-registrar.module.js';
import { OrgStructureModule } from '../apps/org-structure/src/org-structure.module.js';
import { post } from './support/http.js';

const SCRIPT = join(import.meta.dirname, '../deploy/postgres/10-roles-and-schemas.sql');
/** Roles belong to the whole server, which others use too. */
const SUFFIX = `_${randomBytes(6).toString('hex')}`;
const PASSWORD = "it's a secret";

describe('the roles of deploy/postgres', () => {
  let database: TestDatabase;
  let roles: string[] = [];
  const open: Database[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const script = forTest(readFileSync(SCRIPT, 'utf8'), database.url);
    roles = [...script.matchAll(/CREATE ROLE (\w+)/g)].flatMap(([, role = '']) => role);
    await as(database.url, script);

    const feed = feedDatabase({ url: urlOf('feed_projector'), applicationName: 'test', owner: true });
    open.push(feed);
    await feed.onModuleInit();
  });

  afterAll(async () => {
    await Promise.all(open.map((each) => each.onApplicationShutdown()));
    await database.drop();
    const server = process.env['TEST_POSTGRES_URL'] ?? '';
    if (roles.length > 0) await as(server, `DROP ROLE IF EXISTS ${roles.join(', ')}`);
  });

  function urlOf(role: string): string {
    const url = new URL(database.url);
    url.username = `${role}${SUFFIX}`;
    url.password = encodeURIComponent(PASSWORD);
    return url.href;
  }

  const tableNames = async () => {
    const { rows } = await as(database.url, `SELECT tablename FROM pg_tables WHERE schemaname = 'feed'`);
    return rows.map(({ tablename }) => `feed.${String(tablename)}`);
  };

  it('let the projector make its tables, and the API read every one of them', async () => {
    const tables = await tableNames();
    expect(tables).toEqual(expect.arrayContaining(['feed.log', 'feed.projection', 'feed.parked']));
    for (const table of tables) await as(urlOf('feed_api'), `SELECT FROM ${table} LIMIT 1`);
  });

  it('let the API start', async () => {
    const feed = feedDatabase({ url: urlOf('feed_api'), applicationName: 'test', owner: false });
    open.push(feed);
    await feed.onModuleInit();
    await expect(new FeedReader(feed).position()).resolves.toBeDefined();
  });

  it('let the API read a table that a later migration makes', async () => {
    await as(urlOf('feed_projector'), 'CREATE TABLE feed.later (n int)');
    await expect(as(urlOf('feed_api'), 'SELECT n FROM feed.later')).resolves.toMatchObject({ rows: [] });
  });

  it.each([
    ['feed_api', `INSERT INTO feed.projection (version, status) VALUES (9, 'ready')`],
    ['feed_api', 'DELETE FROM feed.log'],
    ['feed_api', 'TRUNCATE feed.parked'],
    ['feed_api', 'CREATE TABLE feed.mine (n int)'],
    ['feed_api', 'CREATE TABLE public.mine (n int)'],
    ['feed_api', 'CREATE TEMPORARY TABLE mine (n int)'],
    ['feed_api', 'CREATE SCHEMA mine'],
    ['feed_api', 'SELECT FROM employee_registrar.events'],
    ['feed_projector', 'SELECT FROM employee_registrar.events'],
    ['employee_registrar', 'SELECT FROM feed.log'],
    ['employee_registrar', 'SELECT FROM personal_keys.data_key'],
    ['personal_keys', 'SELECT FROM employee_registrar.events'],
    ['employee_registrar', 'SELECT FROM org_structure.events'],
    ['org_structure', 'SELECT FROM employee_registrar.events'],
    ['employee_registrar', 'CREATE ROLE mine'],
  ])('do not let %s run %s', async (role, sql) => {
    // 42501: insufficient privilege.
    await expect(as(urlOf(role), sql)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    ['employee_registrar', EmployeeRegistrarModule, 'employees', { name: 'Anna', position: 'Engineer' }],
    ['org_structure', OrgStructureModule, 'departments', { name: 'Platform' }],
  ])('let %s make its tables and record something', async (role, module, collection, body) => {
    const { environment } = await testTokens();
    const keys = { KEYS_DATABASE_URL: urlOf('personal_keys') };
    const env = { DATABASE_URL: urlOf(role), ...keys, AMQP_URL: 'amqp://127.0.0.1:1', PORT: '0' };
    const config = loadConfig(sourceConfig, { ...env, ...environment, LOG_LEVEL: 'silent' });
    const source = await createService(module, config);
    const recorded = await post(`${source.url}/${collection}`, body);
    await source.close();
    expect(recorded.status).toBe(201);
  });

  it('admit nobody else to the database', async () => {
    const { rows } = await as(
      database.url,
      `SELECT has_database_privilege('public', current_database(), 'CONNECT') AS everybody`,
    );
    expect(rows).toEqual([{ everybody: false }]);
  });
});

/** The one that the registrar's module would open. */

/** What psql would do with the script, with other names for the roles. */
function forTest(script: string, url: string): string {
  const names = [...script.matchAll(/^CREATE ROLE (\w+)/gm)].map(([, name]) => name).join('|');
  return script
    .replaceAll(/^\\getenv .*$/gm, '')
    .replaceAll(/:'\w+'/g, `'${PASSWORD.replaceAll("'", "''")}'`)
    .replaceAll(':"DBNAME"', new URL(url).pathname.slice(1))
    .replaceAll(new RegExp(`(?<=(?:ROLE|TO|AUTHORIZATION) )(${names})\\b`, 'g'), `$1${SUFFIX}`);
}

async function as(url: string, sql: string): Promise<{ rows: Record<string, unknown>[] }> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.end();
  }
}
