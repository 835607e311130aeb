import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contracts } from '#lib/contracts';
import { ContractRegistry, defineEvent, personal } from '#lib/envelope';
import { type Database, statement } from '#lib/postgres';
import { createTestDatabase, KEY_ENCRYPTION_KEY, type TestDatabase } from '#lib/testing';
import { keysDatabase, LocalKeyEncryption, PersonalData, type PersonalEvent, PersonalKeys } from './index.js';

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

const personalData = (registry = new ContractRegistry(contracts)) =>
  new PersonalData(
    registry,
    new PersonalKeys(database, LocalKeyEncryption.from(KEY_ENCRYPTION_KEY), { cacheMs: 60_000 }),
  );
const readBy = async (reader: PersonalData, event: PersonalEvent) => (await reader.open([event]))(event);
const forget = statement<[owner: string], never>('spec_forget_key', 'DELETE FROM data_key WHERE owner = $1');

describe('a text that can be gone alone', () => {
  const thanked = (from: string): PersonalEvent => ({
    source: '/thanks',
    id: randomUUID(),
    type: 'thanks.given.v1',
    data: { thanksId: 't', from, to: ['boris'], message: 'Vera was ill' },
  });
  const removed = expect.objectContaining({ message: '[removed]' });

  it('is redacted for good, and what else its author said is not', async () => {
    const anna = randomUUID();
    const elsewhere = personalData();
    const [one, other] = await elsewhere.seal([thanked(anna), thanked(anna)]);
    await personalData().redact(one!, 'paula');
    // Also by a process that had the keys a moment ago.
    expect(await readBy(elsewhere, one!)).toEqual(removed);
    expect(await readBy(personalData(), one!)).toEqual(removed);
    expect(await readBy(personalData(), other!)).toMatchObject({ message: 'Vera was ill' });
  });

  it('cannot be read by the key of its author', async () => {
    const anna = randomUUID();
    const [one] = await personalData().seal([thanked(anna)]);
    await database.run(forget, `event:/thanks ${one!.id}`);
    await expect(readBy(personalData(), one!)).rejects.toMatchObject({ code: 'personal-key-missing' });
    const { message } = one!.data as { message: string };
    const moved = { ...one!, data: { ...one!.data!, message: message.replace('.v2.', '.v1.') } };
    await expect(readBy(personalData(), moved)).rejects.toMatchObject({ code: 'personal-data-unreadable' });
  });

  it('goes with its author as well', async () => {
    const anna = randomUUID();
    const [one] = await personalData().seal([thanked(anna)]);
    await personalData().forget(anna, 'paula');
    expect(await readBy(personalData(), one!)).toEqual(removed);
  });

  it('is read where it was sealed before it could be gone alone, and hidden once it is redacted', async () => {
    const anna = randomUUID();
    const event = thanked(anna);
    const before = defineEvent({
      name: 'thanks.given',
      version: 1,
      schema: z.object({ from: z.string(), message: personal(z.string(), { of: 'from' }) }),
    });
    const [old] = await personalData(new ContractRegistry([before])).seal([event]);
    expect(old!.data).toMatchObject({ message: expect.stringMatching(/^personal\.v1\./) });
    expect(await readBy(personalData(), old!)).toEqual(event.data);
    await personalData().redact(old!, 'paula');
    expect(await readBy(personalData(), old!)).toEqual(removed);
  });

  it('that is redacted before it comes is not recorded, or empty', async () => {
    const event = thanked(randomUUID());
    await personalData().redact(event, 'paula');
    await expect(personalData().seal([event])).rejects.toMatchObject({ code: 'text-redacted' });
    const [received] = await personalData().sealReceived([event]);
    expect(received!.data).toMatchObject({ message: 'personal.v1.' });
  });
});
