import type { DynamicModule } from '@nestjs/common';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sourceConfig, type SourceConfig } from '#lib/event-source';
import { InProcessBroker, MessagingModule } from '#lib/messaging';
import { createService, loadConfig, port, type Service } from '#lib/service';
import { CHIEF, createTestDatabase, type TestDatabase, testTokens } from '#lib/testing';
import { EmployeeRegistrarModule } from '../src/employee-registrar.module.js';

/** The registrar with nobody else who could destroy a key. */
class RegistrarAlone {
  static register(config: SourceConfig): DynamicModule {
    const host = { messaging: MessagingModule.inProcess(new InProcessBroker()) };
    return EmployeeRegistrarModule.hostedBy(host, config);
  }
}

let created: TestDatabase;
let database: Client;
let service: Service;
beforeAll(async () => {
  created = await createTestDatabase();
  const env = {
    ...(await testTokens()).environment,
    DATABASE_URL: created.url,
    AMQP_URL: 'amqp://unused',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DRAIN_DELAY_MS: '0',
  };
  service = await createService(RegistrarAlone, loadConfig(sourceConfig.extend({ PORT: port() }), env));
  database = new Client({ connectionString: created.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await service.close();
  await created.drop();
});

async function ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${service.url}/employees${path}`, {
    method,
    headers: {
      ...(await (await testTokens()).as(CHIEF)),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
}

const keyOf = async (id: string): Promise<unknown> => {
  const { rows } = await database.query(
    'SELECT wrapped IS NULL AS destroyed, destroyed_by AS by FROM personal_keys.data_key WHERE owner = $1',
    [`person:${id}`],
  );
  return rows[0];
};

it('the registrar destroys the key itself before it answers, and waits for no projector', async () => {
  const { id } = await ask('POST', '', { name: 'Anna', position: 'Engineer' });
  expect(await keyOf(String(id))).toEqual({ destroyed: false, by: null });
  await ask('DELETE', `/${String(id)}/personal-data`);
  expect(await keyOf(String(id))).toEqual({ destroyed: true, by: CHIEF.subject });
  expect(await ask('GET', `/${String(id)}`)).toMatchObject({ name: null, forgotten: true });
});

it('so does the same request again, where it could not the first time', async () => {
  const { id } = await ask('POST', '', { name: 'Boris', position: 'Engineer' });
  await database.query(`CREATE FUNCTION personal_keys.fail() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`);
  await database.query(`CREATE TRIGGER fail BEFORE UPDATE ON personal_keys.data_key
    FOR EACH ROW EXECUTE FUNCTION personal_keys.fail()`);
  await expect(ask('DELETE', `/${String(id)}/personal-data`)).rejects.toThrow();
  expect(await keyOf(String(id))).toEqual({ destroyed: false, by: null });
  await database.query('DROP TRIGGER fail ON personal_keys.data_key');
  await ask('DELETE', `/${String(id)}/personal-data`);
  expect(await keyOf(String(id))).toEqual({ destroyed: true, by: CHIEF.subject });
});
