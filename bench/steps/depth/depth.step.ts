import { filledFeed } from '../../core/reads/filled-feed.js';
import { type PageSource, readPages } from '../../core/reads/page-reading.js';
import { type PagePlace, placesFrom } from '../../core/reads/places.js';
import { startReadingSystem } from '../../core/reads/reading-system.js';
import { startOffset } from '../../core/reads/start-offset.js';
import { quantile } from '../../core/statistics.js';
import type { Contender, Step } from '../../core/step.js';

const ENTRIES = 1_000_000;
/** So that the reader may see all of them. */
const DEPARTMENTS = 1;
const DEPTHS = [0, 900_000] as const;
/** Other pages each time, all of about the same depth. */
const PAGES = 1_000;

/** The same list far down. `0`: from the table as well, and not the page that everybody asks for. */
export const depthStep: Step = {
  name: 'depth',
  title: 'GET /feed, a page after 900,000 of 1,000,000 rows beside one at the top',
  goals: [{ figure: 'depth ratio', atMost: 1.2 }],
  async start(context) {
    const databaseUrl = await filledFeed(context, ENTRIES, DEPARTMENTS);
    const places = await Promise.all(DEPTHS.map((row) => placesFrom(databaseUrl, row, PAGES)));
    const { app, environment, authorizationOf } = await startReadingSystem(context, databaseUrl);
    const authorization = await authorizationOf(0);
    const pathOf = ({ cursor }: PagePlace): string => `/feed?after=${cursor}`;
    const offset = await startOffset(context, { databaseUrl, environment, authorization, pool: '8' });
    return [
      {
        ...descending('feed', { port: app.port, authorization, pathOf }, places),
        stop: () => app.stop(),
      },
      { ...descending('offset', offset, places), stop: () => offset.stop() },
    ];
  },
};

/** Over one connection, a little at the top and a little far down in turn: a slow moment is in both. */
function descending(
  name: string,
  source: PageSource,
  [top, deep]: readonly (readonly PagePlace[])[],
): Pick<Contender, 'name' | 'measure'> {
  return {
    name,
    async measure(seconds) {
      const took: [number[], number[]] = [[], []];
      for (let turn = 0; turn < TURNS; turn++)
        for (const [n, places] of [top!, deep!].entries()) {
          const next = places.slice((turn * places.length) / TURNS);
          const pace = { connections: 1, seconds: seconds / TURNS / DEPTHS.length };
          took[n]!.push(...(await readPages(source, next, pace)).tookMs);
        }
      const [atTop, atDepth] = took.map((ms) => quantile(ms, 0.5)) as [number, number];
      return { 'p50 ms at 0': atTop, 'p50 ms at 900,000': atDepth, 'depth ratio': atDepth / atTop };
    },
  };
}

const TURNS = 5;
