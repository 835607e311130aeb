import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import type { BenchContext } from '../bench-context.js';
import { startContender } from '../contender-process.js';
import type { PageSource } from './page-reading.js';
import { AUDIENCES } from './places.js';

export interface OffsetParts {
  /** With a filled feed: the same entries are put into tables of its own. */
  readonly databaseUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly authorization: string;
  readonly pool: string;
}

/** The peer that counts rows to where a page begins. */
export async function startOffset(
  context: BenchContext,
  { databaseUrl, environment, authorization, pool }: OffsetParts,
): Promise<PageSource & { stop(): Promise<void> }> {
  const port = await freePort();
  const settings = {
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    POOL: pool,
    AUDIENCES: JSON.stringify(AUDIENCES),
  };
  const main = join(import.meta.dirname, 'offset/offset.js');
  const running = await startContender(main, { ...environment, ...settings }, context);
  return {
    port,
    authorization,
    pathOf: ({ row }) => `/feed?offset=${row}&limit=20`,
    stop: () => running.stop(),
  };
}
