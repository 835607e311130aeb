import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchServer } from '#lib/messaging';
import { createService, loadConfig, type Service } from '#lib/service';
import { CHIEF, createTestDatabase, eventually, NO_RATE_LIMITS, testTokens } from '#lib/testing';
import { standaloneConfig } from '../apps/standalone/src/standalone.config.js';
import { StandaloneModule } from '../apps/standalone/src/standalone.module.js';
import { fillFeed } from '../tools/rebuild/fill-feed.js';
import { RebuildOperator } from '../tools/rebuild/rebuild.operator.js';
import { Traffic } from '../tools/rebuild/traffic.js';
import { as, expectProblem, get, post, readFeed } from './support/http.js';

const EVENTS = 20_000;
const why = { reason: 'a spec' };

describe('a feed of 20,000 events', () => {
  let service: Service;
  let url: string;
  let drop: () => Promise<void>;
  let database: Client;
  let operator: RebuildOperator;
  beforeAll(async () => {
    const created = await createTestDatabase();
    drop = created.drop;
    const { environment } = await testTokens();
    const quiet = { PORT: '0', LOG_LEVEL: 'silent', REBUILD_DUTY: '100', ...NO_RATE_LIMITS };
    const env = { ...quiet, ...environment, DATABASE_URL: created.url };
    await fillFeed(created.url, EVENTS);
    service = await createService(StandaloneModule, loadConfig(standaloneConfig, env), {
      transport: BatchServer,
    });
    url = service.url;
    operator = new RebuildOperator(url, { ...why, headers: await as(CHIEF) });
    database = new Client({ connectionString: created.url });
    await database.connect();
  }, 300_000);
  afterAll(async () => {
    await database.end();
    await service.close();
    await drop();
  }, 60_000);

  const epoch = async () => (await readFeed(url)).meta.position.split('.')[0];
  const count = async (rows: string): Promise<number> =>
    Number((await database.query<{ count: string }>(`SELECT count(*) AS count FROM ${rows}`)).rows[0]!.count);

  it('is rebuilt, verified, switched and switched back while it is read and written, without a failed request', async () => {
    const traffic = new Traffic(url, await as(CHIEF), { readers: 2, hirers: 1 });
    const [first, firstEpoch] = [await readFeed(url, { type: 'thanks.given' }), await epoch()];
    const older = await readFeed(url, { type: 'thanks.given', after: first.page.next! });

    const version = await operator.start();
    const { verification, progress } = await operator.verified(version);
    expect(verification).toMatchObject({ verdict: 'equal', against: 1, faults: [] });
    expect(progress.total).toBeGreaterThanOrEqual(EVENTS);
    await operator.decide(version, 'switch');
    expect(await epoch()).not.toBe(firstEpoch);
    // A cursor of the version before leads to the same page.
    expect(await readFeed(url, { type: 'thanks.given', after: first.page.next! })).toMatchObject({
      items: older.items,
      page: older.page,
    });
    await operator.decide(version, 'rollback');
    expect(await epoch()).toBe(firstEpoch);
    await operator.decide(version, 'switch');
    await operator.decide(1, 'drop');

    const { failures, reads, hires } = await traffic.stop();
    expect(failures).toEqual([]);
    expect(Math.min(reads, hires)).toBeGreaterThan(10);
    const newcomers = traffic.people.map((id) => `employee/${id}`);
    await eventually(async () =>
      expect(await count(`feed.log WHERE stream = ANY ('{${newcomers.join(',')}}')`)).toBe(hires),
    );
    const shown = await database.query<{ id: string }>(
      `SELECT stream AS id FROM feed.entry_v${version} WHERE stream = ANY ($1)`,
      [newcomers],
    );
    expect(shown.rows).toHaveLength(hires);
  }, 600_000);

  it('is not switched to a version of which a day differs, and says which day', async () => {
    const version = await operator.start();
    await operator.verified(version);
    await database.query(`DELETE FROM feed.entry_v${version} WHERE id IN (
      SELECT id FROM feed.entry_v${version} WHERE occurred_at::date = '2026-01-03' LIMIT 3)`);
    await operator.decide(version, 'verify');
    const { verification } = await operator.verified(version);
    expect(verification!.verdict).toBe('faulty');
    await expect(operator.decide(version, 'switch', { acceptDifferences: true })).rejects.toMatchObject({
      status: 409,
      code: 'verification-failed',
      message: expect.stringContaining('2026-01-03: events without an entry: 3') as string,
    });
    await operator.decide(version, 'drop');
  }, 600_000);

  it('answers decisions that make no sense with a problem', async () => {
    const address = `${url}/operator/rebuilds`;
    const listed = (await get(address)).body;
    expectProblem(await post(`${address}/77/switch`, why), 404, 'version-unknown');
    expectProblem(await post(`${address}/2/drop`, why), 409, 'version-live');
    expectProblem(await post(`${address}/2/rollback`, why), 409, 'nothing-to-roll-back-to');
    expectProblem(await post(`${address}/1/drop`, why), 409, 'version-dropped');
    expectProblem(await post(`${address}/1/verify`, why), 409, 'version-not-ready');
    for (const body of [{}, { ...why, by: 'anna' }, { ...why, reason: 'a\nb' }, { ...why, more: 1 }]) {
      expectProblem(await post(address, body), 400, 'request-invalid');
    }
    expectProblem(await post(`${address}/two/drop`, why), 400, 'request-invalid');
    expectProblem(
      await post(`${address}/2/switch`, { ...why, acceptDifferences: 'yes' }),
      400,
      'request-invalid',
    );
    expect((await get(address)).body).toEqual(listed);
  });
});
