// A page of a large feed, for readers of one and of ten audiences, beside its limit: node dist/tools/pages-bench.js [entries]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, statement } from '#lib/postgres';
import { feedDatabase, FeedReader, type Place } from '#lib/read-model';
import { FILL_PAGES } from './pages/fill-pages.js';

const ROUNDS = 500;
const WARM_UP = 200;
const [entries = '1000000'] = process.argv.slice(2);
const TEN = ['everyone', ...Array.from({ length: 9 }, (_, n) => `department:d${n}/*`)];
const NEWEST: Place = { occurredAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

const planOf = ({ occurredAt, id }: Place): string => `
  EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE feed_page_v1_older_audience (
    ARRAY['${TEN.join(`', '`)}'], '${occurredAt}', '${id}', 21, NULL, NULL, 'p1', '-infinity', NULL)`;

const dir = await mkdtemp(join(tmpdir(), 'company-feed-pages-'));
const server = await startEmbeddedPostgres({ dataDir: dir, log: () => undefined });
const { url } = server;
const feed = feedDatabase({ url, applicationName: 'bench', owner: true });
await feed.onModuleInit();
const client = new Client({ connectionString: url, options: '-c search_path=feed' });
await client.connect();

async function p50(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = -WARM_UP; n < ROUNDS; n++) {
    const begun = performance.now();
    await work();
    if (n >= 0) took.push(performance.now() - begun);
  }
  return took.toSorted((a, b) => a - b)[ROUNDS / 2]!;
}

try {
  await client.query(FILL_PAGES, [Number(entries)]);
  await client.query('VACUUM ANALYZE');
  const reader = new FeedReader(feed);
  const { version } = await reader.position();
  const middle = (
    await client.query<{ at: Date; id: string }>(
      'SELECT occurred_at AS at, id FROM entry_v1 ORDER BY occurred_at LIMIT 1 OFFSET $1',
      [Math.floor(Number(entries) / 2)],
    )
  ).rows[0]!;
  const deep = { occurredAt: middle.at.toISOString(), id: middle.id };
  const page = (audiences: readonly string[], after: Place) => () =>
    reader.page(version, { audiences, limit: 20, after, reader: 'p1' });
  // The least that any page can be: as many entries by their ids, in one query.
  const { entries: rows } = await reader.page(version, { audiences: TEN, limit: 21 });
  const ids = rows.map(({ id }) => id);
  const limit = await p50(() => reader.entries(version, ids, { audiences: TEN, reader: 'p1' }, 21));
  const cases = [
    ['one audience, newest', ['everyone'], NEWEST],
    ['one audience, in the middle', ['everyone'], deep],
    ['ten audiences, newest', TEN, NEWEST],
    ['ten audiences, in the middle', TEN, deep],
  ] as const;
  console.log(
    `${Number(entries).toLocaleString('en')} entries; 21 of them by their ids: ${limit.toFixed(2)} ms`,
  );
  for (const [what, audiences, after] of cases) {
    const took = await p50(page(audiences, after));
    console.log(`${what}: ${took.toFixed(2)} ms, ${(took / limit).toFixed(2)} times that`);
  }
  // Prepared by the pages before, on the only connection that has been needed.
  const plan = await feed.run(statement<[], { 'QUERY PLAN': string }>('bench_plan', planOf(deep)));
  console.log(plan.map((row) => row['QUERY PLAN']).join('\n'));
} finally {
  await client.end();
  await feed.onApplicationShutdown();
  await server.stop();
  await rm(dir, { recursive: true });
}
