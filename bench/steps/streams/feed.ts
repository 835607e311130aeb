import type { BenchContext } from '../../core/bench-context.js';
import { startFeedApps } from '../../core/feed-apps.js';
import { bytesOf, HttpConnection } from '../../core/http-connection.js';
import type { StreamingSystem } from './followed.hires.js';
import { COLLECTING } from './memory.js';

/** Until what runs often is compiled: that is no cost of those who follow. */
const WARM_UP = 200;

/** The apps as they are, with as many streams as they are allowed. */
export async function startFeed(context: BenchContext, readers: number): Promise<StreamingSystem> {
  const apps = await startFeedApps(context, {
    ...COLLECTING,
    STREAMS_MAX: String(readers),
    MAX_CONNECTIONS: String(readers + 1_000),
  });
  const { ports, pids, signedIn } = apps;
  const connection = await HttpConnection.open(ports['feed-api']);
  for (let n = 0; n < WARM_UP; n++)
    await connection.ask(bytesOf({ method: 'GET', path: '/feed', headers: signedIn }));
  connection.close();
  return {
    ports: { hires: ports['employee-registrar'], streams: ports['feed-api'] },
    signedIn,
    pid: pids['feed-api'],
    stop: () => apps.stop(),
  };
}
