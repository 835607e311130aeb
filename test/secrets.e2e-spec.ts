import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  createVhost,
  eventually,
  type TestDatabase,
  testTokens,
  type TestVhost,
} from '#lib/testing';
import { as, expectProblem, get, post } from './support/http.js';
import { LoggedProcess } from './support/logged-process.js';
import { ready } from './support/running-feed.js';

/** Each is written nowhere else, so that it can be searched for. */
const SECRET = {
  database: 'hush-database-%2F-1',
  broker: 'hush-broker-%40-2',
  token: 'hush-token-3',
  basic: Buffer.from('anna:hush-basic-4').toString('base64'),
  cookie: 'hush-cookie-5',
  person: 'Hush Hushova',
  key: 'hush-key-6',
  link: `feed_${'hush-link-7'.padEnd(43, '_')}`,
};

let database: TestDatabase;
let vhost: TestVhost;
let admin: Client;
let environment: Readonly<Record<string, string>>;
const started: LoggedProcess[] = [];
beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createVhost()]);
  admin = new Client({ connectionString: database.url });
  await admin.connect();
  const tokens = await testTokens();
  environment = { ...tokens.environment, DATABASE_URL: database.url, AMQP_URL: vhost.amqpUrl };
});
afterAll(async () => {
  await Promise.all(started.map((app) => app.end()));
  await admin.end();
  await vhost.drop();
  await database.drop();
});

async function run(app: string, changed: Readonly<Record<string, string>>): Promise<LoggedProcess> {
  const running = await LoggedProcess.of(app, { ...environment, ...changed });
  started.push(running);
  return running;
}

/** The same address with another password. */
function withPassword(url: string, password: string): string {
  const changed = new URL(url);
  changed.password = password;
  return changed.href;
}

function expectNoSecrets({ written }: LoggedProcess): void {
  const servers = [database.url, vhost.amqpUrl].map((url) => new URL(url).password);
  const inUse = servers.filter((password) => password.length > 6);
  const secrets = [...Object.values(SECRET), ...inUse];
  // As in the URL, and as the server gets to see it.
  for (const secret of secrets.flatMap((each) => [each, decodeURIComponent(each)]))
    expect(written.split('\n').filter((line) => line.includes(secret))).toEqual([]);
}

describe('an app that says all it can say', () => {
  it('keeps the database password to itself when it is refused', async () => {
    for (const app of ['employee-registrar', 'feed-projector', 'feed-api']) {
      const refused = await run(app, { DATABASE_URL: withPassword(database.url, SECRET.database) });
      await refused.says(/password authentication failed/);
      await refused.says(/not started/);
      expectNoSecrets(refused);
    }
  });

  it('and when there is no database', async () => {
    const nowhere = withPassword('postgres://feed@127.0.0.1:1/feed', SECRET.database);
    const waiting = await run('feed-api', { DATABASE_URL: nowhere });
    await waiting.says(/the database is not there yet/);
    expectNoSecrets(waiting);
  });

  it('and the secret of a link that it cannot look up', async () => {
    const app = await run('feed-api', {});
    await eventually(async () => expect((await fetch(`${app.url}/health/live`)).status).toBe(200));
    for (const form of ['atom', 'json']) {
      const answer = await fetch(`${app.url}/feed.${form}?limit=1&token=${SECRET.link}`);
      expect(answer.status).toBe(503);
      expect(await answer.text()).not.toContain(SECRET.link);
    }
    await app.says(/feed\.json/);
    expectNoSecrets(app);
  });

  it('and when its configuration is at fault', async () => {
    const faulty = await run('employee-registrar', {
      DATABASE_URL: `mysql://feed:${SECRET.database}@127.0.0.1/feed`,
      AMQP_URL: `http://feed:${SECRET.broker}@127.0.0.1`,
      KEY_ENCRYPTION_KEY: SECRET.key,
    });
    await faulty.says(
      /DATABASE_URL: must be a URL[^]*KEY_ENCRYPTION_KEY: must be[^]*AMQP_URL: must be a URL/,
    );
    expectNoSecrets(faulty);
  });

  it.each([
    ['refuses it', (url: string) => withPassword(url, SECRET.broker), /403|ACCESS.REFUSED/i],
    ['is not there', () => withPassword('amqp://feed@127.0.0.1:1', SECRET.broker), /ECONNREFUSED/],
  ])('keeps the password of a broker that %s, and what callers send', async (_, amqpUrl, says) => {
    const app = await run('employee-registrar', { AMQP_URL: amqpUrl(vhost.amqpUrl) });
    await ready(app.url);
    await app.says(says);
    await askForTrouble(`${app.url}/employees`);
    await app.says(/request failed/);
    expectNoSecrets(app);
  });
});

/** Requests with secrets in them that are refused, and one that fails in the database with a whole row. */
async function askForTrouble(employees: string): Promise<void> {
  const cookie = `session=${SECRET.cookie}`;
  const wrong = ['Bearer ', 'Bearer a.', 'bearer  '].map((scheme) => scheme + SECRET.token);
  for (const authorization of [...wrong, `Basic ${SECRET.basic}`])
    expect((await get(`${employees}/7?token=${SECRET.token}`, { authorization, cookie })).status).toBe(401);
  const good = (await as({ subject: 'anna', roles: ['hr'] })).authorization;
  const forged = good.replace(/\.[^.]+$/, `.${SECRET.token}`);
  expectProblem(await get(`${employees}/7`, { authorization: forged, cookie }), 401, 'token-signature-wrong');

  await admin.query('ALTER TABLE employee_registrar.events ADD CONSTRAINT hush CHECK (false) NOT VALID');
  const body = { name: SECRET.person, position: 'Engineer' };
  expectProblem(await post(employees, body, { cookie }), 500, 'internal-error');
  await admin.query('ALTER TABLE employee_registrar.events DROP CONSTRAINT hush');
}
