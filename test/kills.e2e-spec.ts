import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { post, readFeed, readWholeFeed } from './support/http.js';
import { hires, sendAll, sendUntilAnswered } from './support/load.js';
import { type Processes, startProcesses } from './support/processes.js';

/** A server that somebody else runs is not ours to kill. */
const ours = process.env['AMQP_URL'] === undefined && process.env['DATABASE_URL'] === undefined;

describe.skipIf(!ours)('the system as separate processes', () => {
  let system: Processes;
  let database: Client;
  beforeAll(async () => {
    system = await startProcesses();
    database = new Client({ connectionString: system.postgres.url });
    await database.connect();
  }, 120_000);
  afterAll(async () => {
    await database.end();
    await system.remove();
  }, 60_000);

  const count = async (sql: string): Promise<number> =>
    Number((await database.query<{ count: string }>(`SELECT count(*) AS count FROM ${sql}`)).rows[0]!.count);
  const logged = () => count('feed.log');
  const settled = (events: number) =>
    eventually(
      async () => {
        expect(await logged()).toBe(events);
        expect(await count('employee_registrar.outbox')).toBe(0);
      },
      { timeoutMs: 90_000, everyMs: 200 },
    );

  it('has all of 10,000 hires once, also when the projector is killed in the middle of them, twice', async () => {
    const wanted = hires(10_000);
    const projector = system.app('feed-projector');
    const before = await logged();
    const sending = sendAll(system.registrar, wanted);
    for (const share of [1_000, 4_000]) {
      await eventually(async () => expect(await logged()).toBeGreaterThan(before + share), {
        timeoutMs: 60_000,
      });
      await projector.kill('SIGKILL');
      expect(await logged()).toBeLessThan(before + wanted.length);
      await projector.start();
    }
    expect(await sending).toBe(true);
    await settled(before + wanted.length);

    const entries = await readWholeFeed(system.feed, { type: 'employee.hired' });
    const shown = entries.map(({ actor }) => actor.id).toSorted();
    expect(shown).toEqual(wanted.map(({ id }) => String(id)).toSorted());
  }, 240_000);

  it('answers without the broker, and shows everything in order when it is back', async () => {
    const before = await logged();
    await system.rabbitmq.kill();
    const wanted = hires(300);
    expect(await sendAll(system.registrar, wanted)).toBe(true);
    for (const { id } of wanted)
      await post(`${system.registrar}/employees/${id}/position`, { position: 'Lead' });
    expect(await logged()).toBe(before);
    expect(await count('employee_registrar.outbox')).toBe(600);

    await system.rabbitmq.start();
    await settled(before + 600);
    const { items } = await readFeed(system.feed, { person: wanted[0]!.id! });
    expect(items.map(({ type }) => type)).toEqual(['employee.position-changed', 'employee.hired']);
    const inverted = await count(
      `(SELECT sequence <> row_number() OVER (PARTITION BY source, stream ORDER BY position) AS wrong FROM feed.log) AS l WHERE wrong`,
    );
    expect(inverted).toBe(0);
  }, 180_000);

  it('loses nothing when the registrar is killed between commit and publish', async () => {
    const before = await logged();
    const wanted = hires(500);
    const registrar = system.app('employee-registrar');
    const sending = sendAll(system.registrar, wanted);
    await eventually(() => expect(wanted.filter(({ id }) => id !== undefined).length).toBeGreaterThan(50));
    await registrar.kill('SIGKILL');
    await sending;
    await registrar.start();
    await sendUntilAnswered(system.registrar, wanted);
    await settled(before + wanted.length);
  }, 120_000);

  it('shows one request id in the answer, the outbox row, the AMQP message, the log line and the log row', async () => {
    const requestId = `request.${process.pid}`;
    const tap = await connect(system.rabbitmq.amqpUrl);
    const channel = await tap.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, 'company.events', '#');
    await database.query(`
      CREATE TABLE seen_in_outbox (request_id text);
      CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO public.seen_in_outbox VALUES (new.request_id); RETURN new; END $$;
      CREATE TRIGGER see AFTER INSERT ON employee_registrar.outbox FOR EACH ROW EXECUTE FUNCTION see();`);

    const body = { name: 'Anna', position: 'Engineer' };
    const answer = await post(`${system.registrar}/employees`, body, { 'x-request-id': requestId });
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect((await database.query('SELECT * FROM seen_in_outbox')).rows).toEqual([{ request_id: requestId }]);
    const message = await eventually(async () => {
      const got = await channel.get(queue, { noAck: true });
      if (!got) throw new Error('nothing was published');
      return got;
    });
    expect(message.properties.headers).toMatchObject({ correlationid: requestId });
    expect(message.properties.correlationId).toBe(requestId);
    await eventually(async () => expect(await count(`feed.log WHERE request_id = '${requestId}'`)).toBe(1));
    const log = await readFile(join(system.dir, 'logs/feed-projector.log'), 'utf8');
    const line = log.split('\n').find((text) => text.includes(requestId));
    expect(JSON.parse(line!)).toMatchObject({ request_id: requestId, outcome: 'applied' });
    await tap.close();
  });
});
