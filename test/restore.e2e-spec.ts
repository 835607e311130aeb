import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmployeeHiredV1 } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { sourceConfig } from '#lib/event-source';
import { EventStore, type RecordedEvent, START_OF_ALL } from '#lib/event-store';
import { BatchServer } from '#lib/messaging';
import { Database, type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/postgres';
import { createService, loadConfig, type Service } from '#lib/service';
import {
  createVhost,
  eventually,
  makeBrokerUsers,
  NO_RATE_LIMITS,
  testTokens,
  type TestVhost,
} from '#lib/testing';
import { EmployeeRegistrarModule } from '../apps/employee-registrar/src/employee-registrar.module.js';
import { feedApiConfig } from '../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../apps/feed-api/src/feed-api.module.js';
import { feedProjectorConfig } from '../apps/feed-projector/src/feed-projector.config.js';
import { FeedProjectorModule } from '../apps/feed-projector/src/feed-projector.module.js';
import { post, readFeed, readWholeFeed } from './support/http.js';
import { dump, onDatabase, takeThePlaceOf, valueOf } from './support/other-cluster.js';

const SOURCE = 'employee_registrar';
const AS_READER = { schema: SOURCE, applicationName: 'reader', poolSize: 2, migrations: [] };
const cleanUp: (() => Promise<unknown>)[] = [];
let dir: string;
let vhost: TestVhost;
let server: EmbeddedPostgres;
let url: string;
let registrar: string;
let feed: string;
let store: EventStore;

/** The apps live through every restore; only the server behind their address is another one then. */
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'restore-'));
  // The server writes its dumps there, and may run as another account.
  await chmod(dir, 0o777);
  cleanUp.push(() => rm(dir, { recursive: true, force: true, maxRetries: 50, retryDelay: 50 }));
  server = await startEmbeddedPostgres({ dataDir: join(dir, 'first'), respawn: false });
  url = server.url;
  cleanUp.push(() => server.stop());
  vhost = await createVhost();
  cleanUp.push(vhost.drop);
  const services = await startApps(url, vhost);
  for (const service of services) cleanUp.push(() => service.close());
  [registrar, feed] = [services[1]!.url, services[2]!.url];
  const database = new Database({ url, ...AS_READER });
  await database.onModuleInit();
  cleanUp.push(() => database.onApplicationShutdown());
  store = new EventStore(database, new ContractRegistry([EmployeeHiredV1]), () => true);
});
afterEach(async () => {
  for (let end = cleanUp.pop(); end; end = cleanUp.pop()) await end();
});

async function startApps(databaseUrl: string, broker: TestVhost): Promise<Service[]> {
  const quiet = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_DELAY_MS: '0', OUTBOX_POLL_MS: '100' };
  const [{ environment }, users] = [await testTokens(), await makeBrokerUsers(broker)];
  const common = { ...quiet, ...NO_RATE_LIMITS, ...environment, DATABASE_URL: databaseUrl };
  const env = (app: string) => ({ ...common, ...users.environmentOf(app) });
  const projector = loadConfig(feedProjectorConfig, env('feed-projector'));
  return [
    await createService(FeedProjectorModule, projector, { transport: BatchServer }),
    await createService(EmployeeRegistrarModule, loadConfig(sourceConfig, env('employee-registrar'))),
    await createService(FeedApiModule, loadConfig(feedApiConfig, env('feed-api'))),
  ];
}

/** A fresh cluster with these rows takes the place of the one that runs. */
async function restoreElsewhere(dumped: readonly string[]): Promise<void> {
  const otherDir = join(dir, 'other');
  const other = await startEmbeddedPostgres({ dataDir: otherDir, respawn: false });
  const scratch = await createVhost();
  // They make the tables.
  for (const service of await startApps(other.url, scratch)) await service.close();
  await scratch.drop();
  server = await takeThePlaceOf(server, other, otherDir, dumped);
}

/** Nothing that is published reaches a queue while `bound` is false: it stays in the outbox. */
async function publishing(bound: boolean): Promise<void> {
  const connection = await connect(vhost.amqpUrl);
  const channel = await connection.createChannel();
  if (!bound) await channel.unbindQueue('company.unrouted', 'company.unrouted', '');
  await channel[bound ? 'bindExchange' : 'unbindExchange']('feed.partitions', 'company.events', '#');
  if (bound) await channel.bindQueue('company.unrouted', 'company.unrouted', '');
  await connection.close();
}

async function hire(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    // Before its connections are those to the new server, the source answers 503.
    const { status, body } = await post(`${registrar}/employees`, { name: 'Anna', position: 'Engineer' });
    if (status === 201) ids.push(String(body['id']));
  }
  return ids;
}

const idsOf = (events: readonly RecordedEvent[]) =>
  events.map(({ stream }) => stream.replace('employee/', ''));
const shown = async (params = {}) => (await readWholeFeed(feed, params)).map(({ actor }) => actor.id);
const settled = (shownIds: readonly string[]) =>
  eventually(
    async () => {
      expect((await shown()).toSorted()).toEqual(shownIds.toSorted());
      expect(await valueOf(url, `SELECT count(*) FROM ${SOURCE}.outbox`)).toBe('0');
    },
    { timeoutMs: 100_000, everyMs: 250 },
  );

describe('after a restore', () => {
  const restores: Record<string, () => Promise<void>> = {
    'of its files': async () => {
      await server.stop();
      await promisify(execFile)('cp', ['-a', `${dir}/first`, `${dir}/copy`]);
      const port = Number(new URL(url).port);
      server = await startEmbeddedPostgres({ dataDir: join(dir, 'copy'), port, respawn: false });
    },
    'of its rows into another cluster': async () => {
      await restoreElsewhere(await dump(url, dir, SOURCE, 'feed', 'personal_keys'));
    },
  };

  it.each(Object.keys(restores))(
    '%s every reader goes on where it was, and the outbox is published',
    async (how) => {
      // So that the next cluster's transaction ids are far lower.
      await onDatabase(url, (client) =>
        client.query(
          `DO $$ BEGIN FOR n IN 1..5000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$`,
        ),
      );
      const before = await hire(10);
      await settled(before);
      const saved = await eventually(async () => {
        const { events, position } = await store.readAll(START_OF_ALL, 100);
        expect(idsOf(events)).toEqual(before);
        return position;
      });
      const { page } = await readFeed(feed, { limit: '4' });
      await publishing(false);
      const unpublished = await hire(3);
      const identifier = await valueOf(url, 'SELECT system_identifier FROM pg_control_system()');

      await restores[how]!();
      const isSame = (await valueOf(url, 'SELECT system_identifier FROM pg_control_system()')) === identifier;
      expect(isSame).toBe(how === 'of its files');
      if (!isSame)
        expect(BigInt(await valueOf(url, 'SELECT pg_current_xact_id()'))).toBeLessThan(BigInt(saved.xid));
      expect(await valueOf(url, `SELECT count(*) FROM ${SOURCE}.outbox`)).toBe('3');
      await publishing(true);
      const after = await hire(2);

      await eventually(async () => {
        const { events } = await store.readAll(saved, 100);
        expect(idsOf(events)).toEqual([...unpublished, ...after]);
      });
      await settled([...before, ...unpublished, ...after]);
      expect(await shown({ after: page.next! })).toEqual(before.slice(0, 6).toReversed());
    },
  );

  it('of a source to a state that is older than the feed, the feed loses and doubles nothing, and tells what cannot fit', async () => {
    await publishing(false);
    const [anna = ''] = await hire(1);
    const older = await dump(url, dir, SOURCE);
    await publishing(true);
    const forgotten = await hire(1);
    const promote = (position: string) => post(`${registrar}/employees/${anna}/position`, { position });
    await promote('Lead');
    await settled([anna, anna, ...forgotten]);

    await restoreElsewhere([...older, ...(await dump(url, dir, 'feed', 'personal_keys'))]);
    const answer = await eventually(async () => {
      const again = await promote('Head');
      expect(again.status).toBeLessThan(300);
      return again;
    });
    expect(answer.body['version']).toBe(2);
    const after = await hire(2);

    // Her hire is published again out of the restored outbox, and is not shown again.
    await settled([anna, anna, ...forgotten, ...after]);
    const parked = `SELECT string_agg(reason || ': ' || (convert_from(body, 'UTF8')::jsonb ->> 'subject'), ', ') FROM feed.parked`;
    await eventually(async () => expect(await valueOf(url, parked)).toBe(`sequence-taken: employee/${anna}`));
  });
});
