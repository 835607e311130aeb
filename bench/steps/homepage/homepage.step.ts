import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#lib/postgres';
import type { BenchContext } from '../../core/bench-context.js';
import { startContender } from '../../core/contender-process.js';
import { HttpConnection } from '../../core/http-connection.js';
import { filledFeed, READERS } from '../../core/reads/filled-feed.js';
import { HiringWriter } from '../../core/reads/hiring-writer.js';
import { type ReadingSystem, startReadingSystem } from '../../core/reads/reading-system.js';
import type { Contender, Step } from '../../core/step.js';
import { FIGURE, HomepageReader, readHomepages } from './readers.js';

const ENTRIES = 100_000;
const CHANGES_PER_SECOND = 3;
const CHECKED_CHANGES = 20;
const VISIBLE_WITHIN_MS = 5_000;

/** What a hundred people ask who have the portal open, while somebody is hired now and then. */
export const homepageStep: Step = {
  name: 'homepage',
  title: `GET /feed as ${READERS} readers ask it all day, ${CHANGES_PER_SECOND} hires a second`,
  goals: [
    { figure: FIGURE, atLeast: 0.8, of: 'limit' },
    { figure: FIGURE, atLeast: 27_000 },
  ],
  async start(context) {
    const databaseUrl = await filledFeed(context, ENTRIES);
    const system = await startReadingSystem(context, databaseUrl);
    const writer = await HiringWriter.open(databaseUrl);
    const tokens = await Promise.all(Array.from({ length: READERS }, (_, n) => system.authorizationOf(n)));
    return [feed(system, writer, tokens), await limit(context, system, tokens)];
  },
};

function feed({ app }: ReadingSystem, writer: HiringWriter, tokens: readonly string[]): Contender {
  const readers = tokens.map((authorization) => new HomepageReader({ authorization }));
  return {
    name: 'feed',
    measure: (seconds) =>
      meanwhile(
        () => writer.hire(),
        () => readHomepages(app.port, readers, seconds),
      ),
    verify: () => areUpToDate(app.port, readers, writer),
    stop: async () => {
      await writer.close();
      await app.stop();
    },
  };
}

/** Has the bytes of one page of ours, and takes them for other ones as often as ours change. */
async function limit(
  context: BenchContext,
  { app, environment }: ReadingSystem,
  tokens: readonly string[],
): Promise<Contender> {
  const port = await freePort();
  const connection = await HttpConnection.open(app.port);
  const { body } = await connection.ask(new HomepageReader({ authorization: tokens[0]! }).anew);
  connection.close();
  const settings = { ...environment, PORT: String(port), PAGE: body };
  const running = await startContender(join(import.meta.dirname, 'limit.js'), settings, context);
  const readers = tokens.map((authorization) => new HomepageReader({ authorization }));
  let changes = 0;
  return {
    name: 'limit',
    measure: (seconds) =>
      meanwhile(
        () => running.send({ etag: `W/"4b443f8e.${++changes}-4d4b8e1c0a2f"` }),
        () => readHomepages(port, readers, seconds),
      ),
    stop: () => running.stop(),
  };
}

async function meanwhile<Result>(change: () => unknown, work: () => Promise<Result>): Promise<Result> {
  const changing = setInterval(() => void change(), 1_000 / CHANGES_PER_SECOND);
  try {
    return await work();
  } finally {
    clearInterval(changing);
  }
}

/** Once one reader has got a change, nobody is told any more that what they had before is all there is. */
async function areUpToDate(
  port: number,
  readers: readonly HomepageReader[],
  writer: HiringWriter,
): Promise<void> {
  const connection = await HttpConnection.open(port);
  try {
    for (let n = 0; n < CHECKED_CHANGES; n++) {
      const id = await writer.hire();
      await becomesVisible(connection, readers[n]!, id);
      for (const reader of readers) {
        const answer = await connection.ask(reader.request);
        if (answer.status !== 200 || !answer.body.includes(id))
          throw new Error(
            `after ${id} had been answered, somebody else was answered ${answer.status} without it`,
          );
        reader.take(answer);
      }
    }
  } finally {
    connection.close();
  }
}

async function becomesVisible(connection: HttpConnection, reader: HomepageReader, id: string): Promise<void> {
  const late = performance.now() + VISIBLE_WITHIN_MS;
  while (!(await connection.ask(reader.anew)).body.includes(id)) {
    if (performance.now() > late) throw new Error(`${id} is committed, and not in the feed`);
    await sleep(1);
  }
}
