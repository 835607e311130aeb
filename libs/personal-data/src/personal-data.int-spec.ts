import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnnouncementPostedV1, contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { type Database, statement } from '#lib/postgres';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import {
  keysDatabase,
  KeysUnavailable,
  LocalKeyEncryption,
  PersonalData,
  type PersonalEvent,
  PersonalKeys,
} from './index.js';

const kek = randomBytes(32);
const registry = new ContractRegistry(contracts);
let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  created = await createTestDatabase();
  database = keysDatabase(created.url, 'spec');
  await database.onModuleInit();
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await created.drop();
});

const keysOf = (cacheMs = 0, ...keks: Buffer[]) =>
  new PersonalKeys(database, new LocalKeyEncryption(keks.length > 0 ? keks : [kek]), { cacheMs });
const personalData = (cacheMs = 0) => new PersonalData(registry, keysOf(cacheMs));
const hired = (employeeId: string): PersonalEvent => ({
  source: '/employee-registrar',
  id: randomUUID(),
  type: 'employee.hired.v1',
  data: { employeeId, name: 'Anna Ivanova', position: 'Engineer', email: 'anna@example.com' },
});
const readBy = async (reader: PersonalData, event: PersonalEvent) => (await reader.open([event]))(event);

describe('the personal fields of an event', () => {
  it('are sealed each in its place, and read by whoever has the keys', async () => {
    const event = hired(randomUUID());
    const [sealed] = await personalData().seal([event]);
    expect(JSON.stringify(sealed)).not.toMatch(/Anna|anna/);
    expect(sealed!.data).toMatchObject({
      position: 'Engineer',
      name: expect.stringMatching(/^personal\.v1\./),
    });
    expect(await readBy(personalData(), sealed!)).toEqual(event.data);
  });

  it('are the same bytes whoever seals them', async () => {
    const event = hired(randomUUID());
    expect(await personalData().seal([event])).toEqual(await personalData().sealReceived([event]));
  });

  it('are sealed once when they are received, however they come', async () => {
    const event = hired(randomUUID());
    const [sealed] = await personalData().seal([event]);
    expect(await personalData().sealReceived([sealed!])).toEqual([sealed]);
  });

  it('cannot be moved to another event', async () => {
    const [sealed] = await personalData().seal([hired(randomUUID())]);
    await expect(readBy(personalData(), { ...sealed!, id: randomUUID() })).rejects.toMatchObject({
      code: 'personal-data-unreadable',
    });
  });

  it('are under a key of the event where they are nobody’s', async () => {
    const event = {
      source: '/canteen',
      id: randomUUID(),
      type: AnnouncementPostedV1.type,
      data: { text: { en: 'Soup' } },
    };
    const [sealed] = await personalData().sealReceived([event]);
    expect(JSON.stringify(sealed)).not.toContain('Soup');
    expect(await readBy(personalData(), sealed!)).toEqual(event.data);
    await keysOf().destroy(`event:/canteen ${event.id}`, 'a spec');
    expect(await readBy(personalData(), sealed!)).toEqual({ text: { en: '[removed]' } });
  });

  it('that nobody can read for want of a key are no erased ones', async () => {
    const [sealed] = await personalData().seal([hired(randomUUID())]);
    await database.run(forget, `person:${(sealed!.data as { employeeId: string }).employeeId}`);
    await expect(readBy(personalData(), sealed!)).rejects.toMatchObject({ code: 'personal-key-missing' });
  });
});

describe('somebody who is forgotten', () => {
  it('cannot be read of any more, whether it was recorded sealed or in the clear', async () => {
    const id = randomUUID();
    const event = hired(id);
    const [sealed] = await personalData().seal([event]);
    await personalData().forget(id, 'paula');
    const left = { employeeId: id, name: '[removed]', position: 'Engineer' };
    expect(await readBy(personalData(), sealed!)).toEqual(left);
    expect(await readBy(personalData(), event)).toEqual(left);
  });

  it('gets no new key: nothing more is recorded of them, and what comes still is empty', async () => {
    const id = randomUUID();
    await personalData().forget(id, 'paula');
    await personalData().forget(id, 'somebody else');
    await expect(personalData().seal([hired(id)])).rejects.toMatchObject({ code: 'person-forgotten' });
    const [received] = await personalData().sealReceived([hired(id)]);
    expect(received!.data).toMatchObject({ name: 'personal.v1.', email: 'personal.v1.' });
    expect(await readBy(personalData(), received!)).toMatchObject({ name: '[removed]' });
    expect(await database.run(tombstone, `person:${id}`)).toEqual([{ wrapped: null, destroyed_by: 'paula' }]);
    await expect(database.run(forget, `person:${id}`)).rejects.toThrow('stays destroyed');
  });

  it('is known as such at once here, and elsewhere when a remembered key is too old', async () => {
    const id = randomUUID();
    const [here, there] = [personalData(60_000), personalData(200)];
    const [sealed] = await here.seal([hired(id)]);
    await readBy(there, sealed!);
    await here.forget(id, 'paula');
    expect(await readBy(here, sealed!)).toMatchObject({ name: '[removed]' });
    await expect.poll(() => readBy(there, sealed!)).toMatchObject({ name: '[removed]' });
  });
});

describe('people whom nobody knows yet', () => {
  it('have keys already, the more of them at once the more are wanted, and each is given out once', async () => {
    const personal = personalData(60_000);
    const given: string[] = [];
    for (let n = 0; n < 40; n++) given.push(await personal.newPersonId());
    given.push(...(await Promise.all(Array.from({ length: 40 }, () => personal.newPersonId()))));
    expect(new Set(given).size).toBe(80);
    const sealed = await personalData().seal(given.map(hired));
    expect(await readBy(personal, sealed[79]!)).toMatchObject({ name: 'Anna Ivanova' });
    const [row] = await database.run(countMadeTogether, `person:${given[79]}`);
    expect(row!.count).toBeGreaterThan(8);
  });

  it('are not kept in stock where keys are not remembered, nor longer than keys are', async () => {
    const forgetful = personalData();
    const first = await forgetful.newPersonId();
    expect(await forgetful.newPersonId()).not.toBe(first);
    const [sealed] = await forgetful.seal([hired(first)]);
    expect(await readBy(personalData(), sealed!)).toMatchObject({ name: 'Anna Ivanova' });
  });
});

describe('keys', () => {
  it('are one for each owner, also when many ask for the first time at once', async () => {
    const events = Array.from({ length: 40 }, () => hired(randomUUID()));
    const sealed = await Promise.all(
      Array.from({ length: 6 }, (_, n) => personalData().seal(n % 2 === 0 ? events : events.toReversed())),
    );
    for (const [n, all] of sealed.entries()) expect(n % 2 === 0 ? all : all.toReversed()).toEqual(sealed[0]);
  });

  it('are wrapped anew, and then no longer need the key-encryption key before', async () => {
    const next = randomBytes(32);
    const [sealed] = await personalData().seal([hired(randomUUID())]);
    const gone = randomUUID();
    await personalData().forget(gone, 'paula');
    expect(await keysOf(0, next, kek).rewrap()).toBeGreaterThan(0);
    expect(await keysOf(0, next, kek).rewrap()).toBe(0);
    const reader = (...keks: Buffer[]) => new PersonalData(registry, keysOf(0, ...keks));
    expect(await readBy(reader(next), sealed!)).toMatchObject({ name: 'Anna Ivanova' });
    await expect(readBy(reader(kek), sealed!)).rejects.toThrow(KeysUnavailable);
    await keysOf(0, kek, next).rewrap();
  });
});

const forget = statement<[owner: string], never>('spec_forget_key', 'DELETE FROM data_key WHERE owner = $1');
/** Keys that one statement made with this one. */
const countMadeTogether = statement<[owner: string], { count: number }>(
  'spec_count_made_together',
  'SELECT count(*)::int FROM data_key WHERE xmin = (SELECT xmin FROM data_key WHERE owner = $1)',
);
const tombstone = statement<[owner: string], { wrapped: Buffer | null; destroyed_by: string }>(
  'spec_tombstone',
  'SELECT wrapped, destroyed_by FROM data_key WHERE owner = $1',
);
