import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import { startContender } from '../../core/contender-process.js';
import { HttpConnection } from '../../core/http-connection.js';
import { filledFeed } from '../../core/reads/filled-feed.js';
import { type PageSource, readPages, requestFor } from '../../core/reads/page-reading.js';
import { AUDIENCES, type PagePlace, placesFrom } from '../../core/reads/places.js';
import { startReadingSystem } from '../../core/reads/reading-system.js';
import { startOffset } from '../../core/reads/start-offset.js';
import { quantile } from '../../core/statistics.js';
import type { Contender, Step } from '../../core/step.js';

const ENTRIES = 100_000;
/** Other pages each time, further and further down, up to here. */
const PAGES = 10_000;
const CONNECTIONS = 8;
const POOL = '8';
const FIGURE = `pages/s at ${CONNECTIONS}`;
const COMPARED = 50;

/** A page of 20 from somewhere in the list, as somebody gets it who scrolls. */
export const pageStep: Step = {
  name: 'page',
  title: 'GET /feed, a page of 20 from the table',
  goals: [
    { figure: FIGURE, atLeast: 0.8, of: 'limit' },
    { figure: FIGURE, atLeast: 4, of: 'offset' },
  ],
  async start(context) {
    const databaseUrl = await filledFeed(context, ENTRIES);
    const places = await placesFrom(databaseUrl, 100, PAGES);
    const { app, environment, authorizationOf } = await startReadingSystem(context, databaseUrl);
    const authorization = await authorizationOf(0);
    const pathOf = ({ cursor }: PagePlace): string => `/feed?after=${cursor}`;
    const feed = { port: app.port, authorization, pathOf };
    const port = await freePort();
    const running = await startContender(
      join(import.meta.dirname, 'limit.js'),
      {
        ...environment,
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        POOL,
        AUDIENCES: JSON.stringify(AUDIENCES),
      },
      context,
    );
    const limit = { port, authorization, pathOf };
    const offset = await startOffset(context, { databaseUrl, environment, authorization, pool: POOL });
    return [
      {
        ...reading('feed', feed, places),
        verify: () => areEqual(feed, limit, places),
        stop: () => app.stop(),
      },
      { ...reading('limit', limit, places), stop: () => running.stop() },
      { ...reading('offset', offset, places), stop: () => offset.stop() },
    ];
  },
};

function reading(
  name: string,
  source: PageSource,
  places: readonly PagePlace[],
): Pick<Contender, 'name' | 'measure'> {
  let begun = 0;
  return {
    name,
    async measure(seconds) {
      const next = [...places.slice(begun), ...places.slice(0, begun)];
      const { perSecond, tookMs } = await readPages(source, next, { connections: CONNECTIONS, seconds });
      begun = (begun + tookMs.length) % places.length;
      return { [FIGURE]: perSecond, 'p50 ms': quantile(tookMs, 0.5), 'p99 ms': quantile(tookMs, 0.99) };
    },
  };
}

/** To the byte: what one reads from the other's answers is the same. */
async function areEqual(feed: PageSource, limit: PageSource, places: readonly PagePlace[]): Promise<void> {
  const [one, other] = [await HttpConnection.open(feed.port), await HttpConnection.open(limit.port)];
  try {
    for (let n = 0; n < COMPARED; n++) {
      const place = places[Math.floor((n * places.length) / COMPARED)]!;
      const [ours, theirs] = [
        await one.ask(requestFor(feed, place)),
        await other.ask(requestFor(limit, place)),
      ];
      if (ours.body !== theirs.body)
        throw new Error(`after row ${place.row} the feed answers ${ours.body}, and the limit ${theirs.body}`);
    }
  } finally {
    one.close();
    other.close();
  }
}
