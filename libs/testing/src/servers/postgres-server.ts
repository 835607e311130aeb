import { isProcessAlive, startEmbeddedPostgres } from '#lib/postgres';
import { type ManagedServer, notManaged } from './managed-server.js';
import { waitUntil } from './wait-until.js';

export interface PostgresServer extends ManagedServer {
  /** Of an account that may create databases. */
  readonly url: string;
}

export interface ServerOptions {
  /** Where a server that is started here keeps its data. */
  readonly dir: string;
  /** Told in one line what happens. Standard error unless given. */
  readonly log?: (line: string) => void;
}

/** The server that DATABASE_URL names, else one of our own on the data in `dir`. See `startEmbeddedPostgres` for errors. */
export async function obtainPostgres(options: ServerOptions): Promise<PostgresServer> {
  const external = process.env['DATABASE_URL'];
  if (external) return { ...notManaged('DATABASE_URL'), url: external };
  const log = options.log ?? console.error;
  let server = await startEmbeddedPostgres({ dataDir: options.dir, log, respawn: false });
  const { url } = server;
  const port = Number(new URL(url).port);
  const kill = async () => {
    const { pid } = server;
    if (!isProcessAlive(pid)) return;
    process.kill(pid, 'SIGKILL');
    await waitUntil(() => !isProcessAlive(pid), 10_000, 5);
  };
  const start = async () => {
    server = await startEmbeddedPostgres({ dataDir: options.dir, log, port, respawn: false });
  };
  return {
    managed: true,
    url,
    get pid() {
      return isProcessAlive(server.pid) ? server.pid : undefined;
    },
    kill,
    start,
    restart: async () => {
      await kill();
      await start();
    },
    stop: () => server.stop(),
    dispose: kill,
  };
}
