import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#lib/postgres';
import { startProcesses } from './processes.js';
import { StandaloneProcess } from './standalone-process.js';

/** A system whose every trace can be looked through. */
export interface TracedSystem {
  readonly urls: Record<'registrar' | 'thanks' | 'intake' | 'projector' | 'feed', string>;
  readonly databaseUrl: string;
  /** What else holds something of what happens: logs, and the broker's data. */
  readonly folders: readonly string[];
  /** Of the database server. */
  readonly tables: string;
  /** What is written elsewhere than into files. */
  written(): string;
  close(): Promise<void>;
}

/** What was restored is looked for soon. */
const ENVIRONMENT = { ERASURE_CHECK_MS: '1000' };

/** Each app in a process of its own, with its own broker. */
export async function tracedApart(): Promise<TracedSystem> {
  const system = await startProcesses({ apps: ['thanks', 'event-intake'], environment: ENVIRONMENT });
  const { app, dir, registrar, feed } = system;
  return {
    urls: {
      registrar,
      feed,
      thanks: app('thanks').url,
      intake: app('event-intake').url,
      projector: app('feed-projector').url,
    },
    databaseUrl: system.postgres.url,
    folders: [join(dir, 'logs'), join(dir, 'rabbitmq')],
    tables: join(dir, 'postgres'),
    written: () => '',
    close: () => system.remove(),
  };
}

/** All in one process. */
export async function tracedTogether(): Promise<TracedSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'company-feed-'));
  const process = await StandaloneProcess.on(join(folder, 'data'));
  await process.start(ENVIRONMENT);
  const { url, dataDir } = process;
  // The one that runs, which it leaves alone.
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  return {
    urls: { registrar: url, thanks: url, intake: url, projector: url, feed: url },
    databaseUrl: server.url,
    folders: [],
    tables: dataDir,
    written: () => process.written,
    close: async () => {
      await process.end('SIGTERM');
      await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 50 });
    },
  };
}
