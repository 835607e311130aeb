// Fills a feed, and rebuilds it while readers read and somebody hires: node dist/tools/rebuild-bench.js [events] [duty]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchServer } from '#lib/messaging';
import { LocalIssuer } from '#lib/identity';
import { startEmbeddedPostgres } from '#lib/postgres';
import { createService, loadConfig } from '#lib/service';
import { CHIEF, KEY_ENCRYPTION_KEY, NO_RATE_LIMITS, Tokens } from '#lib/testing';
import { standaloneConfig } from '../apps/standalone/src/standalone.config.js';
import { StandaloneModule } from '../apps/standalone/src/standalone.module.js';
import { fillFeed } from './rebuild/fill-feed.js';
import { RebuildOperator } from './rebuild/rebuild.operator.js';
import { Traffic } from './rebuild/traffic.js';

const [events = '1000000', duty = '50'] = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), 'company-feed-rebuild-'));
const server = await startEmbeddedPostgres({ dataDir: dir, log: () => undefined });

async function timed<Result>(what: string, work: () => Promise<Result>, of = 0): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  const seconds = (performance.now() - begun) / 1_000;
  const rate = of > 0 ? `, ${Math.round(of / seconds).toLocaleString('en')} events/s` : '';
  console.log(`${what}: ${seconds.toFixed(1)} s${rate}`);
  return result;
}

async function bench(): Promise<boolean> {
  const config = loadConfig(standaloneConfig, {
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...NO_RATE_LIMITS,
    DATABASE_URL: server.url,
    KEY_ENCRYPTION_KEY,
    REBUILD_DUTY: duty,
  });
  const filled = await timed(
    'filled by the live projector',
    () => fillFeed(server.url, Number(events)),
    Number(events),
  );
  const issuer = await LocalIssuer.open(join(dir, 'issuer'));
  const headers = await new Tokens(issuer).as(CHIEF);
  const service = await createService(StandaloneModule, config, { transport: BatchServer, verifier: issuer });
  const operator = new RebuildOperator(service.url, { reason: 'measuring', headers });
  const traffic = new Traffic(service.url, headers, { readers: 2, hirers: 1 });
  try {
    const version = await operator.start();
    const report = await timed(`rebuilt and verified ${filled} events, duty ${duty} %`, () =>
      operator.verified(version, ({ progress: { events: done, total, eventsPerSecond, secondsLeft } }) =>
        console.log(`  ${done} of ${total}, ${eventsPerSecond} events/s, ${secondsLeft ?? 0} s left`),
      ),
    );
    const caughtUp = (Date.parse(report.caughtUpAt!) - Date.parse(report.begunAt)) / 1_000;
    const { verdict, entries, verifiedAt } = report.verification!;
    const verifying = (Date.parse(verifiedAt) - Date.parse(report.caughtUpAt!)) / 1_000;
    console.log(
      `of it built in ${caughtUp.toFixed(1)} s, ${Math.round(report.progress.events / caughtUp)} events/s`,
    );
    console.log(`verified in ${verifying.toFixed(1)} s: ${verdict}, ${entries.new} entries`);
    await timed('switched', () => operator.decide(version, 'switch'));
    await timed('switched back', () => operator.decide(version, 'rollback'));
    await timed('switched again', () => operator.decide(version, 'switch'));
    await timed('dropped the old one', () => operator.decide(1, 'drop'));
    const { reads, hires, failures, p50, p99 } = await traffic.stop();
    console.log(
      `meanwhile ${reads} pages (p50 ${p50} ms, p99 ${p99} ms) and ${hires} hires, ${failures.length} failed`,
    );
    failures.slice(0, 10).forEach((failure) => console.log(`  ${failure}`));
    return failures.length === 0 && verdict === 'equal';
  } finally {
    await traffic.stop();
    await service.close();
  }
}

try {
  if (!(await bench())) process.exitCode = 1;
} finally {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}
