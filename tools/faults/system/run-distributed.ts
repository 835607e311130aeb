import { LocalIssuer } from '#lib/identity';
import { keyFileIn } from '#lib/personal-data';
import { freePort } from '#lib/postgres';
import { makeBrokerUsers, obtainPostgres, obtainRabbitmq, Tokens } from '#lib/testing';
import { FaultyProxy } from '../injectors/faulty-proxy.js';
import { Planted } from '../planted.js';
import { randomOf } from '../random.js';
import { keepRunning } from './keep-running.js';
import { OwnProcess } from './own-process.js';
import { environmentOf, mainOf, type RunningSystem, type SystemOptions } from './system-options.js';

/** Two replicas where it matters: parts of an outbox change hands, and so do partitions. */
const PROCESSES: Readonly<Record<string, string>> = {
  'employee-registrar': 'employee-registrar',
  'employee-registrar-2': 'employee-registrar',
  'org-structure': 'org-structure',
  thanks: 'thanks',
  reactions: 'reactions',
  'event-intake': 'event-intake',
  curation: 'curation',
  'feed-projector': 'feed-projector',
  'feed-projector-2': 'feed-projector',
  'feed-api': 'feed-api',
};

/** The apps as processes of their own, on a database and a broker that they reach through proxies. */
export async function runDistributed(options: SystemOptions): Promise<RunningSystem> {
  const ends: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  };
  try {
    return { system: await start(options, ends), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: SystemOptions, ends: (() => unknown)[]): Promise<RunningSystem['system']> {
  const { dir, seed, only, proxied = true } = options;
  const quiet = (): void => undefined;
  const postgres = await obtainPostgres({ dir: `${dir}/postgres`, log: quiet });
  ends.push(() => postgres.dispose());
  const rabbitmq = await obtainRabbitmq({ dir: `${dir}/rabbitmq`, log: quiet });
  ends.push(() => rabbitmq.dispose());
  const random = randomOf(seed);
  const jitter = (): number => random.next();
  const databaseProxy = await FaultyProxy.to(postgres.url, jitter);
  const brokerProxy = await FaultyProxy.to(rabbitmq.amqpUrl, jitter);
  ends.push(() => Promise.all([databaseProxy.close(), brokerProxy.close()]));

  const tokens = new Tokens(await LocalIssuer.open(`${dir}/issuer`));
  const environment = {
    ...environmentOf(options),
    ...tokens.issuer.environment,
    KEY_ENCRYPTION_KEY: await keyFileIn(dir),
    DATABASE_URL: proxied ? databaseProxy.through(postgres.url) : postgres.url,
  };
  const users = await makeBrokerUsers(rabbitmq);
  const ofUser = (app: string): Record<string, string> => {
    const { AMQP_URL, ...more } = users.environmentOf(app);
    if (AMQP_URL === undefined) return more;
    return { ...more, AMQP_URL: proxied ? brokerProxy.through(AMQP_URL) : AMQP_URL };
  };
  const processes = new Map<string, OwnProcess>();
  for (const [name, app] of Object.entries(PROCESSES).filter(([name]) => only?.includes(name) ?? true))
    processes.set(name, await prepare(name, app, options, { ...environment, ...ofUser(app) }));
  const all = [...processes.values()];
  ends.push(() => Promise.all(all.map((process) => process.stop())));
  await Promise.all(all.map((process) => process.start()));
  ends.push(keepRunning(all, options.tell));

  const named = (name: string): OwnProcess => {
    const found = processes.get(name);
    if (!found) throw new Error(`no process is called ${name}`);
    return found;
  };
  return {
    mode: 'distributed',
    dir,
    url: (app) => named(app).url,
    apps: [...processes.keys()],
    process: named,
    postgres,
    rabbitmq,
    databaseProxy,
    brokerProxy,
    tokens,
    planted: new Planted(),
  };
}

async function prepare(
  name: string,
  app: string,
  { dir }: SystemOptions,
  environment: Readonly<Record<string, string>>,
): Promise<OwnProcess> {
  const port = await freePort();
  return new OwnProcess({
    name,
    url: `http://127.0.0.1:${port}`,
    main: mainOf(app),
    environment: { ...environment, PORT: String(port) },
    logFile: `${dir}/logs/${name}.log`,
  });
}
