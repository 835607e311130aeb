import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CloudEvent, encodeEvent } from '#lib/envelope';
import type { Delivery } from '#lib/messaging';
import { type Database, statement } from '#lib/postgres';
import { entryIdOf, feedDatabase, FeedReader, FeedWriter, LoggedEvent, ParkedMessage } from '#lib/read-model';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { BatchProjector } from './batch.projector.js';

let testDatabase: TestDatabase;
let database: Database;
let projector: BatchProjector;
let reader: FeedReader;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = feedDatabase({ url: testDatabase.url, applicationName: 'spec', owner: true });
  await database.onModuleInit();
  projector = new BatchProjector(new FeedWriter(database));
  reader = new FeedReader(database);
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await testDatabase.drop();
});

const newPerson = () => randomUUID();
const deliver = (...events: CloudEvent[]): Delivery[] =>
  events.map((event) => ({ ...encodeEvent(event), redelivered: false }));
const raw = (body: string): Delivery => ({
  contentType: 'application/cloudevents+json',
  headers: { 'x-from': 'spec' },
  body: Buffer.from(body),
  redelivered: false,
});

function hired(employeeId: string, sequence: number, more: Partial<CloudEvent> = {}): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/employee-registrar',
    type: 'employee.hired.v1',
    subject: `employee/${employeeId}`,
    sequence,
    time: '2026-11-20T10:00:00.123Z',
    correlationid: 'request-1',
    data: { employeeId, name: 'Anna Ivanova', position: 'Engineer' },
    ...more,
  };
}

const promoted = (employeeId: string, sequence: number, more: Partial<CloudEvent> = {}) =>
  hired(employeeId, sequence, {
    type: 'employee.position-changed.v1',
    data: { employeeId, position: `Lead ${sequence}`, previousPosition: 'Engineer' },
    ...more,
  });

const about = async (person: string) => {
  const { version } = await reader.position();
  return (await reader.page(version, { audiences: ['everyone'], limit: 50, person })).entries;
};
const logOf = (employeeId: string) =>
  database
    .repository(LoggedEvent)
    .find({ where: { stream: `employee/${employeeId}` }, order: { position: 'ASC' } });
const parkedOf = (employeeId: string) =>
  database
    .repository(ParkedMessage)
    .find({ where: { stream: `employee/${employeeId}` }, order: { id: 'ASC' } });
const pendingOf = statement<[stream: string], { sequence: string }>(
  'spec_pending_of',
  'SELECT sequence FROM pending WHERE stream = $1 ORDER BY sequence',
);

describe('a batch of messages', () => {
  it('makes entries, people, log rows and changes, all at once', async () => {
    const anna = newPerson();
    const before = await reader.position();
    const event = hired(anna, 1);
    await projector.project(deliver(event));

    const [entry] = await about(anna);
    expect(entry).toMatchObject({
      id: entryIdOf(event.source, event.id),
      name: 'employee.hired',
      occurred_at: '2026-11-20T10:00:00.123000Z',
      names: { [anna]: 'Anna Ivanova' },
    });
    expect(JSON.stringify(entry!.args)).not.toContain('Anna');
    expect(await logOf(anna)).toMatchObject([{ eventId: event.id, requestId: 'request-1', sequence: '1' }]);
    expect(Number((await reader.position()).position)).toBeGreaterThan(Number(before.position));
  });

  it('has one effect however often it comes', async () => {
    const anna = newPerson();
    const batch = deliver(hired(anna, 1), promoted(anna, 2));
    await projector.project([...batch, ...batch]);
    await projector.project(batch);
    expect(await about(anna)).toHaveLength(2);
    expect(await logOf(anna)).toHaveLength(2);
  });

  it('has one effect when two projectors have it at the same time', async () => {
    const people = Array.from({ length: 20 }, newPerson);
    const batch = deliver(...people.flatMap((person) => [hired(person, 1), promoted(person, 2)]));
    await Promise.all([1, 2, 3, 4].map(() => projector.project(batch)));
    for (const person of people) {
      expect((await logOf(person)).map(({ sequence }) => sequence)).toEqual(['1', '2']);
      expect(await about(person)).toHaveLength(2);
    }
  });

  it('keeps a hole open in pending, and fills it when the missing event comes', async () => {
    const anna = newPerson();
    const [first, second, third] = [hired(anna, 1), promoted(anna, 2), promoted(anna, 3)];
    await projector.project(deliver(third, second));
    expect(await about(anna)).toEqual([]);
    expect(await database.run(pendingOf, `employee/${anna}`)).toHaveLength(2);

    await projector.project(deliver(first));
    expect((await logOf(anna)).map(({ eventId }) => eventId)).toEqual([first.id, second.id, third.id]);
    expect(await database.run(pendingOf, `employee/${anna}`)).toEqual([]);
  });

  it('fills in a name when the person becomes known', async () => {
    const anna = newPerson();
    const stranger = promoted(anna, 1, { subject: `other/${anna}`, id: randomUUID() });
    await projector.project(deliver(stranger));
    expect((await about(anna))[0]!.names).toEqual({ [anna]: null });
    await projector.project(deliver(hired(anna, 1)));
    for (const entry of await about(anna)) expect(entry.names).toEqual({ [anna]: 'Anna Ivanova' });
  });
});

describe('a message that cannot be applied', () => {
  it('is kept byte for byte when it is no event, and the others go on', async () => {
    const anna = newPerson();
    const bad = raw('{"specversion": "1.0", "id": 7}\0 \u{1F600}');
    await projector.project([bad, ...deliver(hired(anna, 1)), bad]);

    const kept = await database.repository(ParkedMessage).findBy({ reason: 'json-invalid' });
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ body: bad.body, headers: { 'x-from': 'spec' }, stream: null });
    expect(await about(anna)).toHaveLength(1);
  });

  it('is kept with what is wrong and where', async () => {
    await projector.project([raw(JSON.stringify({ ...hired(newPerson(), 1), id: '', time: 'yesterday' }))]);
    const [kept] = await database.repository(ParkedMessage).findBy({ reason: 'event-invalid' });
    expect(kept!.detail).toMatch(/id[\s\S]*time/);
  });

  it.each([
    ['an unknown type', 'type-unknown', { type: 'employee.knighted.v1' }],
    ['a newer version', 'type-unknown', { type: 'employee.hired.v2' }],
    ['data that breaks the contract', 'contract-violated', { data: { employeeId: 'x', name: '' } }],
    ['text that the database refuses', 'database-refused', { extra: 'a\0b' }],
  ])('parks its stream behind %s, while other streams flow', async (_, reason, fault) => {
    const [anna, ivan] = [newPerson(), newPerson()];
    const batch = [hired(anna, 1), hired(anna, 2, fault), promoted(anna, 3), hired(ivan, 1)];
    await projector.project(deliver(...batch));
    await projector.project(deliver(promoted(anna, 4), promoted(ivan, 2)));

    expect(await about(anna)).toHaveLength(1);
    expect(await about(ivan)).toHaveLength(2);
    expect((await parkedOf(anna)).map((parked) => [parked.sequence, parked.reason])).toEqual([
      ['2', reason],
      ['3', 'stream-parked'],
      ['4', 'stream-parked'],
    ]);
  });

  it('is kept once, however often it comes', async () => {
    const anna = newPerson();
    const batch = deliver(hired(anna, 1, { type: 'employee.knighted.v1' }), promoted(anna, 2));
    await projector.project(batch);
    await projector.project(batch);
    expect(await parkedOf(anna)).toHaveLength(2);
    expect(await about(anna)).toEqual([]);
  });

  it('is kept when it carries the id of another event', async () => {
    const anna = newPerson();
    const event = hired(anna, 1);
    await projector.project(deliver(event, promoted(anna, 2, { id: event.id })));
    expect(await parkedOf(anna)).toMatchObject([{ sequence: '2', reason: 'database-refused' }]);
    expect(await about(anna)).toHaveLength(1);
  });
});

describe('events without a sequence', () => {
  it('take effect once, in whatever order', async () => {
    const anna = newPerson();
    const { sequence: _, ...event } = hired(anna, 1);
    await Promise.all([1, 2, 3].map(() => projector.project(deliver(event))));
    await projector.project(deliver(event, event));
    expect(await about(anna)).toHaveLength(1);
  });
});
