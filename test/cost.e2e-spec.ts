import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BatchServer } from '#lib/messaging';
import { createService, loadConfig, type Service } from '#lib/service';
import {
  CHIEF,
  NO_RATE_LIMITS,
  obtainPostgres,
  type PostgresServer,
  QueryCounter,
  testTokens,
} from '#lib/testing';
import { standaloneConfig } from '../apps/standalone/src/standalone.config.js';
import { StandaloneModule } from '../apps/standalone/src/standalone.module.js';
import { type BenchAnswer, bytesOf, HttpConnection } from '../bench/core/http-connection.js';
import { fillFeed } from '../tools/rebuild/fill-feed.js';
import { type Costs, DatabaseCosts, dearer, processorCost } from './support/costs.js';
import { FeedStream } from './support/feed-stream.js';

/** What each step cost when somebody last had a reason to note it: `COST_BASELINE=write` notes what it costs now. */
const BASELINE = join(import.meta.dirname, 'cost.baseline.json');
/** A feed of about two thousand entries, and a batch of the same size each time. */
const FILLED = 4_000;
const BATCHED = 2_000;
const HIRES = 30;
const PAGES = 100;

/** A server of its own: what others make it write must not count. */
let server: PostgresServer;
let folder: string;
let counter: QueryCounter;
let observer: Client;
let service: Service;
let costs: DatabaseCosts;
let headers: Record<string, string>;
let connection: HttpConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'company-feed-cost-'));
  server = await obtainPostgres({ dir: folder, log: () => undefined });
  counter = await QueryCounter.before(server.url);
  observer = new Client({ connectionString: server.url });
  await observer.connect();
  const tokens = await testTokens();
  const env = { ...tokens.environment, ...NO_RATE_LIMITS, DATABASE_URL: counter.url, ...QUIET };
  service = await createService(StandaloneModule, loadConfig(standaloneConfig, env), {
    transport: BatchServer,
  });
  headers = await tokens.as(CHIEF);
  costs = new DatabaseCosts(counter, observer);
  await fillFeed(server.url, FILLED);
  await observer.query('VACUUM ANALYZE');
  // Not earlier: one that nobody uses for long is closed.
  connection = await HttpConnection.open(Number(new URL(service.url).port));
  for (let n = 0; n < HIRES; n++) await hire();
  for (let n = 0; n < PAGES; n++) await page();
}, 300_000);

afterAll(async () => {
  connection?.close();
  await service?.close();
  counter?.close();
  await observer?.end();
  await server?.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Nothing that comes by itself, while steps are counted. */
const QUIET = { PORT: '0', LOG_LEVEL: 'silent', OUTBOX_POLL_MS: '600000', OUTBOX_LEASE_MS: '600000' };

let hired = 0;
async function hire(): Promise<void> {
  const body = { name: `Newcomer ${1_000 + hired++}`, position: 'Engineer' };
  const answer = await connection.ask(bytesOf({ method: 'POST', path: '/employees', headers, body }));
  expect(answer.status, answer.body).toBe(201);
}

/** One that is wholly through before the next comes: several at once would share a batch. */
async function hireAlone(): Promise<void> {
  await hire();
  await costs.quiet();
}

async function page(status = 200, more: Record<string, string> = {}): Promise<BenchAnswer> {
  const request = bytesOf({ method: 'GET', path: '/feed', headers: { ...headers, ...more } });
  const answer = await connection.ask(request);
  expect(answer.status, answer.body).toBe(status);
  return answer;
}

/** The bytes that a hire is for each who follows the feed: all that comes from the hello on until the entry is there. */
async function bytesOfFrame(): Promise<number> {
  const stream = await FeedStream.open(service.url, headers);
  await stream.next('hello');
  let bytes = 0;
  stream.answer.on('data', (chunk: string) => (bytes += Buffer.byteLength(chunk)));
  await hire();
  await stream.next('entry.added');
  stream.close();
  return bytes;
}

/** Nothing may happen meanwhile. */
async function costOfAgain(): Promise<Costs> {
  await costs.quiet();
  const etag = /\r\netag: (.*)\r\n/i.exec((await page()).head)![1]!;
  const again = () => page(304, { 'if-none-match': etag });
  return { 'a page that the reader has: processor time': await processorCost(20, again) };
}

it('does each step for about what it cost before', { timeout: 600_000 }, async () => {
  const repeat = (times: number, step: () => Promise<unknown>) => async () => {
    for (let n = 0; n < times; n++) await step();
  };
  const { body } = await page();
  await costs.told();

  const now: Costs = {
    ...(await costs.of('a hire, until it is shown', HIRES, repeat(HIRES, hireAlone))),
    ...(await costs.of(
      'a page',
      PAGES,
      repeat(PAGES, () => page()),
    )),
    ...(await costs.of('two thousand events in batches', 1, () => fillFeed(counter.url, BATCHED))),
    'a page: bytes': body.length,
    'a hire: bytes for each who follows': await bytesOfFrame(),
    'a page: processor time': await processorCost(20, () => page()),
    'a hire: processor time': await processorCost(20, hire),
    ...(await costOfAgain()),
  };
  if (process.env['COST_BASELINE'] === 'write')
    await writeFile(BASELINE, `${JSON.stringify(now, undefined, 2)}\n`);
  const before = JSON.parse(await readFile(BASELINE, 'utf8')) as Costs;
  expect(dearer(now, before), `now: ${JSON.stringify(now, undefined, 2)}`).toEqual([]);
});
