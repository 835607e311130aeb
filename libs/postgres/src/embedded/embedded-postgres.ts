import { setTimeout as sleep } from 'node:timers/promises';
import { bringUp, type Server } from './bring-up.js';
import { ensureCluster } from './cluster.js';
import { dataFolderHolder } from './data-folder-lock.js';
import { prepareInstallation } from './installation.js';
import { isProcessAlive } from './process-alive.js';
import { serverUrl } from './running-server.js';
import { withClient } from './with-client.js';

export interface EmbeddedPostgresOptions {
  /** Made when it is not there. Holds the cluster in `pg` and the server's log in `postgres.log`. */
  readonly dataDir: string;
  /** Told in one line what is not routine: the first initialisation, an adopted server, one that fell and came back. */
  readonly log?: (line: string) => void;
  /** The port; unless given, a free one below 32768. */
  readonly port?: number;
  /** Whether a server that falls is started again, at the same address. True unless given. */
  readonly respawn?: boolean;
}

/** A PostgreSQL server on 127.0.0.1 that belongs to a data folder. */
export interface EmbeddedPostgres {
  /** With the password. The same for as long as this process lives, also when the server was restarted. */
  readonly url: string;
  /** The postmaster's process id. Another one after a restart. */
  readonly pid: number;
  /** Whether the server ran already, started by a process that is gone or by one that lives. */
  readonly adopted: boolean;
  /**
   * Ends the server with a fast shutdown: transactions under way roll back, what was committed stays. Only its owner
   * does: whoever holds the lock of `lockDataFolder`, and while nobody does, whoever started it. For anybody else it
   * leaves the server running. Throws when the server is still there after a minute.
   */
  readonly stop: () => Promise<void>;
}

const LONGEST_SHUTDOWN_MS = 60_000;
const WATCH_MS = 200;
const RESPAWN_PAUSE_MS = 1_000;

/**
 * Starts PostgreSQL on the data in a folder, or adopts the server that a crashed process left running on it. The server
 * outlives this process unless it is stopped. Throws when no PostgreSQL is installed, when the folder was made by
 * another major version, and with the server's own words when it does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => undefined, respawn = true } = options;
  const installation = await prepareInstallation(options.dataDir, log);
  if ((await ensureCluster(installation)) === 'made') {
    log(`made a PostgreSQL ${installation.binaries.major} cluster in ${installation.cluster}`);
  }
  const first = await bringUp(installation, options.port);
  if (!first.child) log(`adopted the PostgreSQL server that runs as process ${first.pid}`);
  const url = await serverUrl(installation.cluster, first.port);
  const supervisor = new Supervisor(first, url, async (fallen) => {
    log(`PostgreSQL (process ${fallen.pid}) fell, starting it again`);
    const server = await bringUp(installation, fallen.port);
    if (server.port === fallen.port) return server;
    throw new Error(`another process has started PostgreSQL on port ${server.port}`);
  });
  if (respawn) void supervisor.watch(log);
  return {
    url,
    adopted: !first.child,
    get pid() {
      return supervisor.server.pid;
    },
    stop: () => supervisor.stop(),
  };
}

class Supervisor {
  private stopped = false;
  private restart: Promise<void> = Promise.resolve();

  constructor(
    public server: Server,
    private readonly url: string,
    private readonly bringBack: (fallen: Server) => Promise<Server>,
  ) {}

  /** By looking, not by the child's exit: an adopted server is nobody's child. */
  async watch(log: (line: string) => void): Promise<void> {
    while (!this.stopped) {
      await sleep(WATCH_MS, undefined, { ref: false });
      if (this.stopped || isProcessAlive(this.server.pid)) continue;
      this.restart = this.replace().catch((error: Error) => log(error.message));
      await this.restart;
      if (!isProcessAlive(this.server.pid)) await sleep(RESPAWN_PAUSE_MS, undefined, { ref: false });
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.restart;
    const { pid } = this.server;
    if (!isProcessAlive(pid) || !(await this.isOwner())) return;
    process.kill(pid, 'SIGINT');
    const deadline = performance.now() + LONGEST_SHUTDOWN_MS;
    while (isProcessAlive(pid)) {
      if (performance.now() > deadline)
        throw new Error(`PostgreSQL (process ${pid}) takes over a minute to stop`);
      await sleep(5);
    }
  }

  private async replace(): Promise<void> {
    this.server = await this.bringBack(this.server);
  }

  private async isOwner(): Promise<boolean> {
    const started = this.server.child !== undefined;
    const holder = await withClient(this.url, dataFolderHolder).catch(() => 'unknown');
    return holder === 'us' || (holder !== 'others' && started);
  }
}
