import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceConfig } from '#lib/event-source';
import { declareTopology, feedTopology } from '#lib/messaging';
import { createService, loadConfig, type Service } from '#lib/service';
import { createTestDatabase, createVhost, eventually, type TestDatabase, testTokens } from '#lib/testing';
import { EventIntakeModule } from '../src/event-intake.module.js';
import { BATCH, STRUCTURED } from './events-request.js';

let database: TestDatabase;
let service: Service;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  // Nobody listens there: whatever is answered below is answered without a broker.
  service = await start({ DATABASE_URL: database.url, AMQP_URL: 'amqp://127.0.0.1:1' });
  client = new Client({ connectionString: database.url, options: '-c search_path=event_intake' });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await service.close();
  await database.drop();
});

async function start(env: Record<string, string>): Promise<Service> {
  const { environment } = await testTokens();
  const quiet = { PORT: '0', LOG_LEVEL: 'silent' };
  return createService(EventIntakeModule, loadConfig(sourceConfig, { ...quiet, ...environment, ...env }));
}

const announcement = (change: object = {}) => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/canteen',
  type: 'announcement.posted.v1',
  time: '2026-11-20T10:00:00Z',
  data: { text: { en: 'Soup' } },
  ...change,
});
type Announcement = ReturnType<typeof announcement>;

async function publish(events: Announcement | readonly Announcement[], address = service.url) {
  const response = await fetch(`${address}/events`, {
    method: 'POST',
    headers: {
      'content-type': Array.isArray(events) ? BATCH : STRUCTURED,
      'x-request-id': 'request-1',
      ...(await (await testTokens()).as({ subject: 'canteen', source: '/canteen' })),
    },
    body: JSON.stringify(events),
  });
  const body = (await response.json()) as { code?: string; errors?: { pointer: string }[] };
  return { status: response.status, body, places: body.errors?.map(({ pointer }) => pointer) };
}

/** The ids of those that are recorded, and have a row in the outbox. */
async function recorded(...events: Announcement[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT meta #>> '{envelope,id}' AS id FROM events JOIN outbox ON event_position = position
      WHERE meta #>> '{envelope,id}' = ANY ($1) ORDER BY position`,
    [events.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}
const idsOf = (events: readonly Announcement[]) => events.map(({ id }) => id);

describe('without a broker, an event', () => {
  it('is accepted, and waits in the outbox with all that it came with, its text sealed', async () => {
    const event = announcement({ weekday: 'friday', data: { text: { en: 'Soup' }, chef: 'Ivan' } });
    expect(await publish(event)).toMatchObject({
      status: 202,
      body: { accepted: [{ source: '/canteen', id: event.id }] },
    });
    const { rows } = await client.query(
      `SELECT stream, request_id, data, meta -> 'envelope' AS envelope FROM events
         JOIN outbox ON event_position = position WHERE stream = $1`,
      [`/canteen ${event.id}`],
    );
    const { data, ...envelope } = event;
    expect(rows).toEqual([
      {
        stream: `/canteen ${event.id}`,
        request_id: 'request-1',
        data: { ...data, text: expect.stringMatching(/^personal\.v1\./) as string },
        envelope: { ...envelope, correlationid: 'request-1' },
      },
    ]);
  });

  it('of a batch is accepted with the others, in the order of the batch', async () => {
    const batch = Array.from({ length: 100 }, (_, n) => announcement({ subject: `menu-${n % 7}` }));
    const { status, body } = await publish(batch);
    expect([status, body]).toEqual([202, { accepted: batch.map(({ source, id }) => ({ source, id })) }]);
    expect(await recorded(...batch)).toEqual(idsOf(batch));
  });
});

describe('with a broker, an event', () => {
  it('is sent on at once: nothing waits for the relay to look by itself', async () => {
    const [own, vhost] = await Promise.all([createTestDatabase(), createVhost()]);
    // The projector does: a source waits for it.
    const broker = await connect(vhost.amqpUrl);
    await declareTopology(broker, feedTopology({ partitions: 1 }));
    await broker.close();
    const env = { DATABASE_URL: own.url, AMQP_URL: vhost.amqpUrl };
    const connected = await start({ ...env, OUTBOX_POLL_MS: '3600000' });
    const outbox = new Client({ connectionString: own.url });
    await outbox.connect();
    await eventually(async () => expect((await fetch(`${connected.url}/health/ready`)).status).toBe(200));
    const batch = Array.from({ length: 10 }, () => announcement());
    expect((await publish(batch, connected.url)).status).toBe(202);
    await eventually(async () => {
      const { rows } = await outbox.query('SELECT part FROM event_intake.outbox');
      expect(rows).toEqual([]);
    });
    await outbox.end();
    await connected.close();
    await Promise.all([own.drop(), vhost.drop()]);
  });
});

describe('an event that comes again', () => {
  it('is recorded once, however often and however close the requests are', async () => {
    const event = announcement();
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish(event)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await recorded(event)).toEqual([event.id]);
  });

  it('is recorded once when it is twice in a batch, and again in the next', async () => {
    const [event, other] = [announcement({ subject: 'menu' }), announcement({ subject: 'menu' })];
    expect((await publish([event, event])).status).toBe(202);
    expect((await publish([event, other])).status).toBe(202);
    expect(await recorded(event, other)).toEqual([event.id, other.id]);
  });

  it.each([{ data: { text: { en: 'Stew' } } }, { subject: 'menu' }, { time: '2026-11-20T10:00:01Z' }])(
    'is refused as another one when it has %j, with all that came with it',
    async (change) => {
      const [event, other] = [announcement(), announcement()];
      await publish(event);
      const refused = await publish([other, { ...event, ...change }]);
      expect(refused).toMatchObject({ status: 409, body: { code: 'event-id-reused' }, places: ['#/1/id'] });
      expect(await recorded(event, other)).toEqual([event.id]);
    },
  );

  it('is refused when a batch has its id for two', async () => {
    const event = announcement();
    const refused = await publish([event, { ...event, data: { text: { en: 'Stew' } } }]);
    expect(refused).toMatchObject({ status: 409, places: ['#/1/id'] });
    expect(await recorded(event)).toEqual([]);
  });

  it('is the only one of those that come at once under its id', async () => {
    for (let round = 0; round < 10; round++) {
      const event = announcement();
      const others = ['a', 'b', 'c'].map((subject) => ({ ...event, subject }));
      const answers = await Promise.all([event, ...others].map((one) => publish(one)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409, 409]);
      expect(await recorded(event)).toEqual([event.id]);
    }
  });

  it('is not waited for by two batches that both have it, with others, in different orders', async () => {
    for (let round = 0; round < 3; round++) {
      const batch = Array.from({ length: 50 }, () => announcement());
      const other = batch.map((event) => ({ ...event, subject: randomUUID() })).toReversed();
      const answers = await Promise.all([publish(batch), publish(other)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
      expect(await recorded(...batch)).toHaveLength(50);
    }
  });
});

describe('a database that breaks its connections', () => {
  it('costs no event, and records none twice', async () => {
    const answers = new Set<number>();
    for (let round = 0; round < 10; round++) {
      const batch = Array.from({ length: 20 }, () => announcement({ subject: 'menu' }));
      const first = publish(batch);
      await sleep(round * 2);
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'event-intake'`,
      );
      answers.add((await first).status);
      await eventually(async () => expect((await publish(batch)).status).toBe(202));
      expect(await recorded(...batch)).toEqual(idsOf(batch));
    }
    expect([...answers].filter((status) => status !== 503)).toEqual([202]);
  });
});
