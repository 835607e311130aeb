import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHIEF, eventually } from '#lib/testing';
import { expectProblem, post, tokenOf } from './support/http.js';
import { hires, sendAll } from './support/load.js';
import { type Processes, startProcesses } from './support/processes.js';

/** A server that somebody else runs may have any number of partitions. */
const ours = process.env['AMQP_URL'] === undefined && process.env['DATABASE_URL'] === undefined;

const FEEDCTL = join(import.meta.dirname, '../dist/tools/feedctl/feedctl.js');
const BEFORE = 2;
const AFTER = 5;

describe.skipIf(!ours)('partitions that are added under load, with two projectors', () => {
  const people = hires(60);
  let system: Processes;
  let database: Client;
  /** Events that were accepted. */
  let accepted = 0;

  beforeAll(async () => {
    // Whatever waits must go on by itself: within the spec, nothing is asked for again at its source.
    const environment = { FEED_PARTITIONS: String(BEFORE), HOLE_TIMEOUT_MS: '600000' };
    system = await startProcesses({ environment, twoProjectors: true });
    database = new Client({ connectionString: system.postgres.url });
    await database.connect();
    // The first one comes to consume all partitions, and the second one stands by.
    await second().kill('SIGTERM');
    const [hired] = await Promise.all([sendAll(system.registrar, people), second().start()]);
    expect(hired).toBe(true);
    accepted = people.length;
  }, 120_000);
  afterAll(async () => {
    await database.end();
    await system.remove();
  }, 60_000);

  const first = () => system.app('feed-projector');
  const second = () => system.app('feed-projector-2');
  const grow = (to: number) =>
    post(`${second().url}/operator/partitions/grow`, { reason: 'more projectors', to });

  const rows = async <Row extends object>(sql: string): Promise<Row[]> =>
    (await database.query<Row>(sql)).rows;
  const count = async (table: string): Promise<number> =>
    (await rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]!.count;

  /** Everybody gets another position, so many times; each time is answered before the next one is asked for. */
  const change = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++) {
      const position = `Position ${accepted}`;
      const changes = people.map(({ id }) =>
        post(`${system.registrar}/employees/${id}/position`, { position }),
      );
      const statuses = (await Promise.all(changes)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([200]));
      accepted += people.length;
    }
  };

  const published = () =>
    eventually(async () => expect(await count('employee_registrar.outbox')).toBe(0), { timeoutMs: 20_000 });

  const expectAllOnceInOrder = async (): Promise<void> => {
    const waiting = async () => ({
      outbox: await count('employee_registrar.outbox'),
      pending: await count('feed.pending'),
      parked: await count('feed.parked'),
      logged: await count('feed.log'),
    });
    const settled = { outbox: 0, pending: 0, parked: 0, logged: accepted };
    await eventually(async () => expect(await waiting()).toEqual(settled), { timeoutMs: 20_000 });
    const missing = await rows(
      'SELECT event_id FROM employee_registrar.events WHERE event_id::text NOT IN (SELECT event_id FROM feed.log)',
    );
    expect(missing).toEqual([]);
    const disordered = await rows(`
      SELECT * FROM (SELECT stream, sequence, row_number() OVER (PARTITION BY stream ORDER BY position) AS place
                       FROM feed.log) AS l WHERE sequence <> place`);
    expect(disordered).toEqual([]);
  };

  it('takes events in order that overtake the old ones, which wait in a projector that stands still', async () => {
    await eventually(async () => expect(await count('feed.log')).toBe(accepted));
    process.kill(first().pid!, 'SIGSTOP');
    try {
      await change(3);
      await published();
      const [answer] = await Promise.all([grow(AFTER), change(4)]);
      expect(answer.status).toBe(200);
      expect(answer.body['partitions']).toHaveLength(AFTER);
      await change(1);
      await published();
      await eventually(async () => expect(await count('feed.pending')).toBeGreaterThan(0));
    } finally {
      process.kill(first().pid!, 'SIGCONT');
    }
    await change(1);
    await expectAllOnceInOrder();
    const acts = await rows('SELECT by, act, details FROM feed.operator_act');
    expect(acts).toMatchObject([
      { by: CHIEF.subject, act: 'partitions.grow', details: { from: BEFORE, to: AFTER } },
    ]);
  });

  it('refuses to have fewer, and does again what is done', async () => {
    expectProblem(await grow(AFTER - 1), 409, 'partitions-not-more');
    expect((await grow(65)).status).toBe(400);
    expect((await grow(AFTER)).body['partitions']).toHaveLength(AFTER);
  });

  it('fills all of them from then on, and projectors that are configured for fewer consume all', async () => {
    await Promise.all([first().kill('SIGTERM'), second().kill('SIGTERM')]);
    await change(2);
    await published();
    const waiting = await waitingInPartitions();
    expect(waiting.reduce((sum, messages) => sum + messages)).toBe(2 * people.length);
    expect(Math.min(...waiting)).toBeGreaterThan(0);

    await Promise.all([first().start(), second().start()]);
    await expectAllOnceInOrder();
    const { stdout } = await promisify(execFile)(process.execPath, [FEEDCTL, 'partitions'], {
      env: {
        ...process.env,
        FEEDCTL_URLS: `feed-projector=${first().url}`,
        FEEDCTL_TOKEN: await tokenOf(CHIEF),
      },
    });
    expect(stdout.match(/feed\.projector\.\d +0 +1/g)).toHaveLength(AFTER);
  });

  async function waitingInPartitions(): Promise<number[]> {
    const connection = await connect(system.rabbitmq.amqpUrl);
    const channel = await connection.createChannel();
    const queues = Array.from({ length: AFTER }, (_, n) => channel.checkQueue(`feed.projector.${n}`));
    const waiting = (await Promise.all(queues)).map(({ messageCount }) => messageCount);
    await connection.close();
    return waiting;
  }
});
