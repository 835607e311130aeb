import type { BenchContext } from '../../core/bench-context.js';
import { startFeedApps } from '../../core/feed-apps.js';
import { bytesOf, HttpConnection } from '../../core/http-connection.js';
import type { HiringSystem } from './visible.hires.js';

interface Page {
  readonly items: readonly object[];
  readonly page: { readonly next: string | null };
  readonly meta: { readonly position: string };
}

/** The apps as they are, one projector. */
export async function startFeed(context: BenchContext): Promise<HiringSystem> {
  const apps = await startFeedApps(context);
  const { database, ports, signedIn } = apps;
  const read = async (query: string): Promise<Page> => {
    const reader = await HttpConnection.open(ports['feed-api']);
    const asked = bytesOf({ method: 'GET', path: `/feed?${query}`, headers: signedIn });
    const { status, body } = await reader.ask(asked);
    reader.close();
    if (status !== 200) throw new Error(`GET /feed?${query} was answered ${status} ${body}`);
    return JSON.parse(body) as Page;
  };
  return {
    port: ports['employee-registrar'],
    signedIn,
    database,
    newer: NEWER,
    checkRead: async (position) => {
      const { meta } = await read('limit=1');
      if (Number(meta.position.split('.')[1]) < Number(position))
        throw new Error(`a page of ${meta.position} is older than the table at ${position}`);
    },
    count: async () => {
      let count = 0;
      for (let cursor: string | null = ''; cursor !== null;) {
        const { items, page } = await read(`limit=100${cursor && `&after=${cursor}`}`);
        count += items.length;
        cursor = page.next;
      }
      return count;
    },
    stop: () => apps.stop(),
  };
}

/** What the projector commits with the entries, at the same positions. */
const NEWER = 'SELECT position, stream FROM feed.log WHERE position > $1 ORDER BY position';
