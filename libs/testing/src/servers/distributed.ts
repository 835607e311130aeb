import { resolve } from 'node:path';
import { LocalIssuer } from '#lib/identity';
import { keyFileIn } from '#lib/personal-data';
import { type DataFolderLock, lockDataFolder } from '#lib/postgres';
import { NO_RATE_LIMITS } from '../no-rate-limits.js';
import { Tokens } from '../tokens.js';
import { AppProcess } from './app-process.js';
import { type BrokerUsers, makeBrokerUsers } from './broker-users.js';
import { keepUp } from './keep-up.js';
import type { ManagedServer } from './managed-server.js';
import { obtainPostgres, type PostgresServer } from './postgres-server.js';
import { obtainRabbitmq, type RabbitmqServer } from './rabbitmq-server.js';

export interface AppSpec {
  readonly name: string;
  readonly port: number;
  /** What to run. Unless given, this Node on the compiled main.js of the app. */
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface DistributedOptions {
  /** Holds `postgres`, `rabbitmq`, `issuer`, `logs/<app>.log` and `apps/<app>.pid`. Kept over runs. */
  readonly dir: string;
  /** Whose tokens the apps believe. Unless given, those of an issuer in `dir`. */
  readonly issuer?: LocalIssuer;
  readonly apps: readonly AppSpec[];
  /** Systems outside, whom the broker lets in under these names. */
  readonly publishers?: readonly string[];
  /** Told one line for each part that is up, that fell, that is back. Standard output unless given. */
  readonly say?: (line: string) => void;
  readonly logLevel?: string;
  /** Whether what falls is started again: an app after 1 s, a server of ours after 3 s. True unless given. */
  readonly respawn?: boolean;
}

/** The whole system as separate processes. */
export interface Distributed {
  /** By name. Throws for one that was not asked for. */
  readonly app: (name: string) => AppProcess;
  readonly apps: Readonly<Record<string, AppProcess>>;
  readonly postgres: PostgresServer;
  readonly rabbitmq: RabbitmqServer;
  /** Each app is one of them. */
  readonly brokerUsers: BrokerUsers;
  /** Of the issuer that the apps believe. */
  readonly tokens: Tokens;
  /** Drains the apps, then stops the servers that were started here. May be called again. */
  readonly stop: () => Promise<void>;
}

const HOST = '127.0.0.1';
const APP_RESPAWN_MS = 1_000;
const SERVER_RESPAWN_MS = 3_000;

/**
 * Starts PostgreSQL, RabbitMQ (or uses those of DATABASE_URL and AMQP_URL) and each app, at the broker a user of its own with
 * the rights of that user and no more. Resolves when every app is ready. When a part does not start it stops the others and throws. Throws `DataFolderInUse` when `dir` is in use.
 */
export async function startDistributed(options: DistributedOptions): Promise<Distributed> {
  const { say = console.log, respawn = true } = options;
  const dir = resolve(options.dir);
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  };
  const keep = (name: string, server: ManagedServer) => {
    if (respawn) ends.push(keepUp(name, server, SERVER_RESPAWN_MS, say));
  };
  try {
    const postgres = await obtainPostgres({ dir: `${dir}/postgres`, log: say });
    ends.push(() => postgres.stop());
    if (postgres.managed) await holdFolder(postgres, dir, ends);
    say(`PostgreSQL ${whereabouts(postgres.url, postgres)}`);
    const rabbitmq = await obtainRabbitmq({ dir: `${dir}/rabbitmq`, log: say });
    ends.push(() => rabbitmq.stop());
    say(`RabbitMQ ${whereabouts(rabbitmq.amqpUrl, rabbitmq)}`);
    keep('PostgreSQL', postgres);
    keep('RabbitMQ', rabbitmq);
    const tokens = new Tokens(options.issuer ?? (await LocalIssuer.open(`${dir}/issuer`)));
    const brokerUsers = await makeBrokerUsers(rabbitmq, options.publishers);
    const environment = {
      ...tokens.issuer.environment,
      ...NO_RATE_LIMITS,
      KEY_ENCRYPTION_KEY: await keyFileIn(dir),
      DATABASE_URL: postgres.url,
      HOST,
      LOG_LEVEL: options.logLevel ?? 'info',
    };
    const environmentOf = (app: string) => ({ ...environment, ...brokerUsers.environmentOf(app) });
    const apps = options.apps.map((spec) => appProcess(spec, { dir, environmentOf, say, respawn }));
    ends.push(async () => {
      await Promise.all(apps.map((app) => app.stop()));
    });
    await Promise.all(apps.map((app) => startApp(app, say)));
    return {
      apps: Object.fromEntries(apps.map((app) => [app.name, app])),
      app: (name) => {
        const app = apps.find((candidate) => candidate.name === name);
        if (!app) throw new Error(`no app is called ${name}`);
        return app;
      },
      postgres,
      rabbitmq,
      brokerUsers,
      tokens,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A server that is stopped must still be locked: stopping is the lock holder's right. So it is released after. */
async function holdFolder(
  postgres: PostgresServer,
  dir: string,
  ends: (() => Promise<void>)[],
): Promise<void> {
  let lock: DataFolderLock | undefined;
  ends.unshift(async () => lock?.release());
  lock = await lockDataFolder(postgres.url, dir);
}

function appProcess(
  spec: AppSpec,
  common: {
    dir: string;
    environmentOf: (app: string) => Readonly<Record<string, string>>;
    say: (line: string) => void;
    respawn: boolean;
  },
): AppProcess {
  const { name, port } = spec;
  const main = resolve('dist/apps', name, 'src/main.js');
  return new AppProcess({
    name,
    url: `http://${HOST}:${port}`,
    command: spec.command ?? [process.execPath, '--enable-source-maps', main],
    environment: { ...common.environmentOf(name), ...spec.environment, PORT: String(port) },
    logFile: `${common.dir}/logs/${name}.log`,
    pidFile: `${common.dir}/apps/${name}.pid`,
    respawnAfterMs: common.respawn && APP_RESPAWN_MS,
    say: common.say,
  });
}

async function startApp(app: AppProcess, say: (line: string) => void): Promise<void> {
  await app.start();
  say(`${app.name} ${app.url} (process ${app.pid})`);
}

/** Without the credentials. */
function whereabouts(url: string, server: ManagedServer): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host} (${server.managed ? `process ${server.pid}` : 'started elsewhere'})`;
}
