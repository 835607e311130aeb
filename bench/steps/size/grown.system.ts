import { Client } from 'pg';
import { KEY_ENCRYPTION_KEY, CHIEF } from '#lib/testing';
import { decodeChecked, encodeChecked } from '../../../apps/feed-api/src/checked.token.js';
import type { BenchContext } from '../../core/bench-context.js';
import { startApp, tokensOf } from '../../core/built-app.js';
import { type BenchAnswer, bytesOf, HttpConnection } from '../../core/http-connection.js';
import { hasStatus } from '../../core/load.js';
import { projectorOf } from './batches.js';
import { FILL_FEED, FILL_STORE, MIDDLE } from './fill.sql.js';

/** A standalone with a feed and a store of a size; each of `steps` does what it is called once. */
export interface GrownSystem {
  readonly size: number;
  readonly steps: Readonly<Record<string, () => Promise<void>>>;
  stop(): Promise<void>;
}

export async function grownSystem(context: BenchContext, size: number): Promise<GrownSystem> {
  const url = await context.database();
  const app = await startApp('standalone', { DATABASE_URL: url, KEY_ENCRYPTION_KEY }, context);
  const headers = await (await tokensOf(context)).as(CHIEF);
  let connection = await HttpConnection.open(app.port);
  const get = (path: string): Buffer => bytesOf({ method: 'GET', path, headers });
  const ask = async (request: Buffer, status: number): Promise<BenchAnswer> => {
    if (connection.isClosed) connection = await HttpConnection.open(app.port);
    const answer = await connection.ask(request);
    hasStatus(status)(answer);
    return answer;
  };
  let hired = 0;
  const hire = (): Promise<BenchAnswer> => {
    const body = { name: `Newcomer ${++hired}`, position: 'Engineer' };
    return ask(bytesOf({ method: 'POST', path: '/employees', headers, body }), 201);
  };
  /** Outbox, projection, and whatever tells readers that there is something new. */
  const hireAndSee = async (): Promise<BenchAnswer> =>
    ask(get(`/feed?limit=20&wait=5000&min=${tokenIn(await hire())}`), 200);
  await hireAndSee();
  const middle = await fill(url, size);
  // What was filled in by hand nobody has told of; this is.
  const { page } = JSON.parse((await hireAndSee()).body) as { page: { next: string } };
  const deep = get(`/feed?limit=20&after=${cursorAt(middle, page.next)}`);
  const first = get('/feed?limit=20');
  const { project, close } = await projectorOf(url, KEY_ENCRYPTION_KEY);
  const doing = (step: () => Promise<unknown>) => async (): Promise<void> => void (await step());
  return {
    size,
    steps: {
      'page in the middle': doing(() => ask(deep, 200)),
      'first page, again': doing(() => ask(first, 200)),
      'batch of 500': project,
      hire: doing(hire),
      'hire until it is seen': doing(hireAndSee),
    },
    async stop() {
      connection.close();
      await close();
      await app.stop();
    },
  };
}

function tokenIn({ head }: BenchAnswer): string {
  const token = /^feed-token: (\S+)/im.exec(head)?.[1];
  if (token === undefined) throw new Error(`an answer without a Feed-Token: ${head}`);
  return token;
}

interface Middle {
  readonly at: string;
  readonly id: string;
}

async function fill(url: string, size: number): Promise<Middle> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(FILL_FEED, [size]);
    await client.query(FILL_STORE, [size]);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
    const { rows } = await client.query<Middle>(MIDDLE, [Math.floor(size / 2)]);
    return rows[0]!;
  } finally {
    await client.end();
  }
}

/** Another place in the list that a cursor is of. */
function cursorAt({ at, id }: Middle, cursor: string): string {
  const parts = decodeChecked(cursor);
  if (!parts) throw new Error(`${cursor} is no cursor`);
  const [version, , , ...list] = parts;
  return encodeChecked([version, at, id, ...list]);
}
