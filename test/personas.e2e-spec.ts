import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LocalIssuer, type Persona } from '#lib/identity';
import { BatchServer } from '#lib/messaging';
import { createService, loadConfig, type Service } from '#lib/service';
import { createTestDatabase, KEY_ENCRYPTION_KEY } from '#lib/testing';
import { standaloneConfig } from '../apps/standalone/src/standalone.config.js';
import { StandaloneModule } from '../apps/standalone/src/standalone.module.js';
import { expectProblem, get, post } from './support/http.js';

let folder: string;
let service: Service;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  folder = await mkdtemp(join(tmpdir(), 'company-feed-personas-'));
  const personas = await LocalIssuer.open(folder);
  const quiet = { PORT: '0', LOG_LEVEL: 'silent' };
  const env = { ...quiet, DATABASE_URL: database.url, KEY_ENCRYPTION_KEY, ...personas.environment };
  const config = { ...loadConfig(standaloneConfig, env), personas };
  service = await createService(StandaloneModule, config, { transport: BatchServer });
}, 120_000);
afterAll(async () => {
  await service.close();
  await drop();
  await rm(folder, { recursive: true });
}, 60_000);

const signIn = (whom: object) => post(`${service.url}/sign-in/tokens`, whom, { authorization: null });

async function tokenOf({ subject, roles, source }: Persona): Promise<{ authorization: string }> {
  const { body } = await signIn({
    subject,
    ...(roles && { roles }),
    ...(source !== undefined && { source }),
  });
  return { authorization: `Bearer ${String(body['token'])}` };
}

it('there is somebody to be for whatever there is to do', async () => {
  const { body } = await get(`${service.url}/sign-in/personas`, { authorization: null });
  const personas = body['personas'] as unknown as Persona[];
  expect(personas.flatMap(({ roles = [] }) => roles).toSorted()).toEqual([
    'editor',
    'hr',
    'operator',
    'org',
    'privacy',
  ]);
  const hired = { name: 'Anna Ivanova', position: 'Engineer' };
  for (const persona of personas) {
    const { status } = await post(`${service.url}/employees`, hired, await tokenOf(persona));
    expect({ persona, status }).toEqual({ persona, status: persona.roles?.includes('hr') ? 201 : 403 });
  }
});

it('nobody is signed in who cannot be', async () => {
  for (const whom of [
    {},
    { subject: '..' },
    { subject: 'a', roles: ['boss'] },
    { subject: 'a', source: 'a' },
  ])
    expectProblem(await signIn(whom), 400, 'request-invalid');
});

it('a page whose name was made to lead here gets no token', async () => {
  const body = JSON.stringify({ subject: 'anna' });
  const headers = { host: 'evil.example', 'content-type': 'application/json' };
  const status = await new Promise((resolve, reject) => {
    const sent = request(`${service.url}/sign-in/tokens`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject).end(body);
  });
  expect(status).toBe(403);
});
