import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, eventually } from '#lib/testing';
import { Database } from './database.js';
import { statement } from './statement.js';

/** The end of what the server says to a client that has just been let in: ready for a query, in no transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const SESSIONS = `SELECT pid FROM pg_stat_activity WHERE application_name = 'ended'`;
const one = statement<[], { one: number }>('spec_one', 'SELECT 1 AS one');

let admin: Client;
let url: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ url, drop } = await createTestDatabase());
  admin = new Client({ connectionString: url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await drop();
});

/** Stands before the server. While it holds, a client gets what lets it in, and all behind it, in one piece. */
class HoldingProxy {
  holds = false;
  readonly held: (() => void)[] = [];
  private readonly server = createServer((client) => {
    const { hostname, port } = new URL(url);
    const upstream = connect(Number(port), hostname);
    let kept: Buffer[] | undefined;
    upstream.on('data', (chunk: Buffer) => {
      if (kept) kept.push(chunk);
      else if (this.holds && chunk.subarray(-READY.length).equals(READY)) {
        kept = [chunk];
        this.held.push(() => client.end(Buffer.concat(kept!)));
      } else client.write(chunk);
    });
    client.pipe(upstream);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    upstream.on('close', () => kept ?? client.destroy());
  });

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const through = new URL(url);
    through.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return through.href;
  }

  close(): void {
    this.server.close();
  }
}

async function endSessions(): Promise<void> {
  await admin.query(`SELECT pg_terminate_backend(pid) FROM (${SESSIONS}) AS of_the_spec`);
  await eventually(async () => expect((await admin.query(SESSIONS)).rows).toEqual([]));
}

it('survives a session that is ended while it begins', async () => {
  const proxy = new HoldingProxy();
  const options = { applicationName: 'ended', schema: 'public', migrations: [], entities: [] };
  const database = new Database({ ...options, url: await proxy.listen() });
  await database.onModuleInit();
  await endSessions();

  proxy.holds = true;
  const outcomes: Promise<PromiseSettledResult<unknown>[]>[] = [];
  // The pool may still have a session from before, of whose end it has not heard.
  await eventually(() => {
    outcomes.push(Promise.allSettled([database.inTransaction((tx) => tx.run(one))]));
    return Promise.resolve(expect(proxy.held.length).toBeGreaterThan(0));
  });
  await endSessions();
  for (const goOn of proxy.held) goOn();
  for (const [outcome] of await Promise.all(outcomes)) expect(outcome!.status).toBe('rejected');

  proxy.holds = false;
  expect(await database.inTransaction((tx) => tx.run(one))).toEqual([{ one: 1 }]);
  await database.onApplicationShutdown();
  proxy.close();
});
