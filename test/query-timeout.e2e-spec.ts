import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService, loadConfig, type Service } from '#lib/service';
import { eventually, testTokens } from '#lib/testing';
import { feedApiConfig } from '../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../apps/feed-api/src/feed-api.module.js';
import { expectProblem, get, post } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
let api: Service;
let admin: Client;
beforeAll(async () => {
  system = await startTogether();
  const { environment } = (await testTokens()).issuer;
  const settings = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_DELAY_MS: '0', QUERY_TIMEOUT_MS: '300' };
  const env = { ...settings, ...environment, DATABASE_URL: system.databaseUrl };
  api = await createService(FeedApiModule, loadConfig(feedApiConfig, env));
  admin = new Client({ connectionString: system.databaseUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await api.close();
  await system.close();
});

/** While nobody else can read or write a table. */
async function locked<Result>(table: string, work: () => Promise<Result>): Promise<Result> {
  await admin.query('BEGIN');
  await admin.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  try {
    return await work();
  } finally {
    await admin.query('ROLLBACK');
  }
}

/** What an operator does to a statement that takes too long, or the server at its timeout. */
async function cancelWhoWaits(): Promise<void> {
  const waiting = `SELECT pg_cancel_backend(pid) FROM pg_locks WHERE NOT granted`;
  await eventually(async () => expect((await admin.query(waiting)).rowCount).toBeGreaterThan(0));
}

describe('a statement that takes too long', () => {
  it('is given up by the database, and its read answered 503', async () => {
    expect((await get(`${api.url}/feed`)).status).toBe(200);
    await locked('feed.projection', async () => {
      const before = performance.now();
      expectProblem(await get(`${api.url}/feed`), 503, 'query-timeout');
      expect(performance.now() - before).toBeLessThan(5_000);
    });
    expect((await get(`${api.url}/feed`)).status).toBe(200);
  });

  it('has recorded nothing, and its command is answered 503', async () => {
    const hire = () => post(`${system.registrar}/employees`, { name: 'Anna', position: 'Engineer' });
    const [answer] = await locked('employee_registrar.events', () => Promise.all([hire(), cancelWhoWaits()]));
    expectProblem(answer, 503, 'database-unavailable');
    expect((await hire()).status).toBe(201);
    const { rows } = await admin.query('SELECT count(*)::int AS hired FROM employee_registrar.events');
    expect(rows).toEqual([{ hired: 1 }]);
  });
});
