import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, isPortFree } from '#lib/postgres';
import { endEpmd } from './epmd.js';

/** What a private broker keeps over restarts, in `broker.json` beside its data. */
export interface RabbitmqSettings {
  readonly user: string;
  readonly password: string;
  readonly cookie: string;
  readonly ports: Readonly<Record<Port, number>>;
}

const PORTS = ['amqp', 'management', 'distribution', 'epmd'] as const;
type Port = (typeof PORTS)[number];

/** A queue's data belongs to the node's name, so the name does not change with the ports. */
const NODE_NAME = 'company-feed@localhost';
const ONLY_LOOPBACK = '-kernel inet_dist_use_interface {127,0,0,1}';

/** The settings of the broker in `dir`, made the first time. */
export async function readSettings(dir: string): Promise<RabbitmqSettings> {
  const stored = await readFile(join(dir, 'broker.json'), 'utf8').catch(() => undefined);
  if (stored !== undefined) return JSON.parse(stored) as RabbitmqSettings;
  const settings = {
    user: 'company-feed',
    password: randomBytes(18).toString('base64url'),
    cookie: randomBytes(18).toString('hex').toUpperCase(),
    ports: await choosePorts({}),
  };
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'broker.json'), JSON.stringify(settings), { mode: 0o600 });
  return settings;
}

/** For a broker that does not run: replaces the ports that somebody else has taken since. */
export async function refreshPorts(dir: string, settings: RabbitmqSettings): Promise<RabbitmqSettings> {
  await endEpmd(settings.ports.epmd);
  const refreshed = { ...settings, ports: await choosePorts(settings.ports) };
  await writeFile(join(dir, 'broker.json'), JSON.stringify(refreshed), { mode: 0o600 });
  return refreshed;
}

async function choosePorts(before: Partial<Record<Port, number>>): Promise<Record<Port, number>> {
  const chosen: Partial<Record<Port, number>> = {};
  for (const name of PORTS) {
    const known = before[name];
    chosen[name] = known !== undefined && (await isPortFree(known)) ? known : await freePort();
  }
  return chosen as Record<Port, number>;
}

/** Writes the configuration files. */
export async function configure(dir: string, settings: RabbitmqSettings): Promise<void> {
  for (const folder of ['home', 'etc', 'log', 'schema', 'mnesia'])
    await mkdir(join(dir, folder), { recursive: true });
  const cookie = join(dir, 'home/.erlang.cookie');
  await chmod(cookie, 0o600).catch(() => undefined);
  await writeFile(cookie, settings.cookie);
  await chmod(cookie, 0o400);
  await writeFile(
    join(dir, 'etc/enabled_plugins'),
    '[rabbitmq_management,rabbitmq_consistent_hash_exchange].\n',
  );
  await writeFile(join(dir, 'etc/rabbitmq.conf'), configuration(settings), { mode: 0o600 });
}

/** Of the node and of rabbitmqctl, complete enough that nothing of the system's is used. */
export function environmentOf(dir: string, { ports }: RabbitmqSettings): Record<string, string> {
  return {
    HOME: join(dir, 'home'),
    RABBITMQ_CONF_ENV_FILE: join(dir, 'etc/none.conf'),
    RABBITMQ_NODENAME: NODE_NAME,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_MNESIA_BASE: join(dir, 'mnesia'),
    RABBITMQ_MNESIA_DIR: join(dir, 'mnesia/node'),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_PID_FILE: pidFile(dir),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'etc/enabled_plugins'),
    RABBITMQ_CONFIG_FILE: join(dir, 'etc/rabbitmq'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(dir, 'etc/advanced.config'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(dir, 'schema'),
    RABBITMQ_SCHEMA_DIR: join(dir, 'schema'),
    RABBITMQ_PLUGINS_EXPAND_DIR: join(dir, 'mnesia/expand'),
    RABBITMQ_FEATURE_FLAGS_FILE: join(dir, 'mnesia/feature_flags'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: ONLY_LOOPBACK,
    RABBITMQ_CTL_ERL_ARGS: ONLY_LOOPBACK,
  };
}

/** The node itself writes its process id there: the child that we spawn is a shell around it. */
export function pidFile(dir: string): string {
  return join(dir, 'pid');
}

function configuration({ user, password, ports }: RabbitmqSettings): string {
  return [
    `default_user = ${user}`,
    `default_pass = ${password}`,
    'default_user_tags.administrator = true',
    // It may put back what others have published, and nothing else in their names: rabbitmq.com/docs/validated-user-id.
    'default_user_tags.impersonator = true',
    'loopback_users = none',
    'disk_free_limit.absolute = 50MB',
    // Quorum queues keep what was written in memory until their write-ahead log rolls over: 512 MiB by default.
    `raft.wal_max_size_bytes = ${64 * 1024 * 1024}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    '',
  ].join('\n');
}
