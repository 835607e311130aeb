import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { type Database, type EmbeddedPostgres, startEmbeddedPostgres, statement } from '#lib/postgres';
import { eventually, KEY_ENCRYPTION_KEY } from '#lib/testing';
import { keysDatabase, LocalKeyEncryption, PersonalData, PersonalKeys } from './index.js';

let folder: string;
let server: EmbeddedPostgres;
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'company-feed-keys-'));
  server = await startEmbeddedPostgres({ dataDir: folder });
  await connect();
  // What nobody waits for stays in memory for so long that a crash takes it away.
  await database.run(statement<[], never>('spec_lazy', `ALTER SYSTEM SET wal_writer_delay = '10s'`));
  await crash();
}, 120_000);
afterAll(async () => {
  await database.onApplicationShutdown();
  await server.stop();
  await rm(folder, { recursive: true });
});

const processWithKeys = () =>
  new PersonalData(
    new ContractRegistry(contracts),
    new PersonalKeys(database, LocalKeyEncryption.from(KEY_ENCRYPTION_KEY), { cacheMs: 60_000 }),
  );

async function connect(): Promise<void> {
  database = keysDatabase(server.url, 'spec');
  await database.onModuleInit();
}

/** Of the server, without a moment to write anything, and back. */
async function crash(): Promise<void> {
  process.kill(server.pid, 'SIGKILL');
  await database.onApplicationShutdown();
  await eventually(connect, { timeoutMs: 30_000 });
}

it('whatever is sealed can be read by others after a crash of the server with the keys', async () => {
  const personal = processWithKeys();
  const people = [randomUUID(), ...(await Promise.all([1, 2, 3].map(() => personal.newPersonId())))];
  const sealed = await personal.seal(
    people.map((employeeId) => ({
      source: '/employee-registrar',
      id: randomUUID(),
      type: 'employee.renamed.v1',
      data: { employeeId, name: 'Anna', previousName: 'Vera' },
    })),
  );
  await crash();
  const dataOf = await processWithKeys().open(sealed);
  expect(sealed.map(dataOf)).toEqual(
    people.map((employeeId) => ({ employeeId, name: 'Anna', previousName: 'Vera' })),
  );
}, 60_000);

it('whoever is forgotten stays so after it', async () => {
  const person = await processWithKeys().newPersonId();
  await processWithKeys().forget(person, 'paula');
  await crash();
  expect(await processWithKeys().destroyed()).toEqual([`person:${person}`]);
}, 60_000);
