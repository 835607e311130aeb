import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { obtainPostgres } from './servers/postgres-server.js';
import { obtainRabbitmq } from './servers/rabbitmq-server.js';

/** Every project that lists this file loads a copy of it; the servers are the same for all. */
const shared = globalThis as typeof globalThis & {
  companyFeedTestServers?: { users: number; end: Promise<End> };
};

type End = () => Promise<void>;

/** Starts PostgreSQL and RabbitMQ, once for all projects. Workers find them in TEST_POSTGRES_URL and its like. */
export async function setup(): Promise<void> {
  shared.companyFeedTestServers ??= { users: 0, end: startServers() };
  shared.companyFeedTestServers.users += 1;
  await shared.companyFeedTestServers.end;
}

/** Ends the servers when the last project is done with them. */
export async function teardown(): Promise<void> {
  const servers = shared.companyFeedTestServers;
  if (!servers) return;
  servers.users -= 1;
  if (servers.users === 0) await (await servers.end)();
}

async function startServers(): Promise<End> {
  const dir = await mkdtemp(join(tmpdir(), 'company-feed-test-'));
  const remove = () => rm(dir, { recursive: true, force: true, maxRetries: 50, retryDelay: 50 });
  const [postgres, rabbitmq] = await Promise.allSettled([
    obtainPostgres({ dir: join(dir, 'postgres'), log: () => undefined }),
    obtainRabbitmq({ dir: join(dir, 'rabbitmq') }),
  ]);
  const started = [postgres, rabbitmq].flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const end = async () => {
    await Promise.all(started.map((server) => server.dispose()));
    await remove();
  };
  if (postgres.status === 'rejected' || rabbitmq.status === 'rejected') {
    await end();
    throw new AggregateError(
      [postgres, rabbitmq].flatMap((result) =>
        result.status === 'rejected' ? [result.reason as Error] : [],
      ),
      'the servers that the tests need are not there',
    );
  }
  process.env['TEST_POSTGRES_URL'] = postgres.value.url;
  process.env['TEST_AMQP_URL'] = rabbitmq.value.amqpUrl;
  if (rabbitmq.value.managementUrl)
    process.env['TEST_RABBITMQ_MANAGEMENT_URL'] = rabbitmq.value.managementUrl;
  // Ctrl-C ends vitest without a teardown.
  process.once('exit', () => {
    for (const { pid } of started) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    rmSync(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  });
  return end;
}
