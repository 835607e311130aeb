import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { RebuildOperator } from '../tools/rebuild/rebuild.operator.js';
import { as, expectProblem, get, post, readFeed, readWholeFeed, send } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import { dump } from './support/other-cluster.js';
import { ThanksClient } from './support/thanks.client.js';
import { tracedApart, type TracedSystem, tracedTogether } from './support/traced-system.js';
import { filesWith, rowsWith, tableFilesWith } from './support/traces.js';

/** Servers that somebody else runs keep their data where we cannot look. */
const ours = process.env['AMQP_URL'] === undefined && process.env['DATABASE_URL'] === undefined;

describe.skipIf(!ours).each([
  ['as separate processes', tracedApart],
  ['standalone', tracedTogether],
])('the right to be forgotten, %s', (_, start) => {
  const unique = (what: string) => `${what}-${randomUUID()}`;
  const told = {
    name: unique('Anna'),
    mail: `${unique('anna')}@example.com`,
    renamed: unique('Petrova'),
    thanks: unique('Thank-you'),
    posted: unique('Party'),
    waiting: unique('Waiting'),
  };
  const secrets = Object.values(told);
  let system: TracedSystem;
  let database: Client;
  let folder: string;
  let backup: string[];
  let anna: string;
  let boris: string;

  beforeAll(async () => {
    system = await start();
    database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
    folder = await mkdtemp(join(tmpdir(), 'company-feed-backup-'));
    // The server writes its dumps there, and may run as another account.
    await chmod(folder, 0o777);
  }, 180_000);
  afterAll(async () => {
    await database.end();
    await system.close();
    await rm(folder, { recursive: true, force: true });
  }, 90_000);

  const hire = async (body: object): Promise<string> =>
    String((await post(`${system.urls.registrar}/employees`, body)).body['id']);
  const erase = async (persona: Parameters<typeof as>[0]) =>
    send('DELETE', `${system.urls.registrar}/employees/${anna}/personal-data`, undefined, await as(persona));
  const shown = async () => JSON.stringify(await readWholeFeed(system.urls.feed));
  const inDatabase = () => rowsWith(database, secrets);
  const gone = () => eventually(async () => expect(await inDatabase()).toEqual([]), { timeoutMs: 60_000 });

  it('begins with somebody of whom much is told', async () => {
    const position = 'Engineer';
    anna = await hire({ name: told.name, email: told.mail, position });
    boris = await hire({ name: 'Boris', position });
    await post(`${system.urls.registrar}/employees/${anna}/name`, { name: told.renamed });
    const thanks = new ThanksClient(system.urls.thanks);
    await thanks.given(anna, [boris], told.thanks);
    await thanks.given(boris, [anna], 'You are welcome');
    const intake = new IntakeClient(system.urls.intake);
    const data = (en: string) => ({ data: { text: { en }, actorId: anna } });
    expect((await intake.structured(announcement('', data(told.posted)))).status).toBe(202);
    // What it waits for never comes.
    const late = { subject: 'menu', sequence: 2, ...data(told.waiting) };
    expect((await intake.structured(announcement('', late))).status).toBe(202);
    await eventually(
      async () => {
        for (const text of [told.renamed, told.thanks, told.posted]) expect(await shown()).toContain(text);
        const { rowCount } = await database.query('SELECT FROM feed.pending');
        expect(rowCount).toBe(1);
      },
      { timeoutMs: 60_000 },
    );
  });

  it('has it in the clear in the tables that readers are answered from, and nowhere else', async () => {
    const places = await inDatabase();
    expect(places.length).toBeGreaterThan(2);
    expect(places.filter((place) => !/^feed\.(entry|name)(_past)?_v\d+ /.test(place))).toEqual([]);
    expect(await filesWith(system.folders, secrets)).toEqual([]);
    expect(secrets.filter((secret) => system.written().includes(secret))).toEqual([]);
    const { rows } = await database.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|personal_keys|public)'`,
    );
    backup = await dump(system.databaseUrl, folder, ...rows.map(({ name }) => name));
  });

  it('is for privacy officers, and for good', async () => {
    for (const role of ['hr', 'operator', 'editor'] as const)
      expectProblem(await erase({ subject: 'somebody', roles: [role] }), 403, 'not-allowed');
    const before = (await readFeed(system.urls.feed)).meta.position;
    const first = await erase({ subject: 'paula', roles: ['privacy'] });
    expect(first).toMatchObject({ status: 200, body: { id: anna, version: 3 } });
    expect(await erase({ subject: 'peter', roles: ['privacy'] })).toMatchObject({ body: { version: 3 } });
    const { rows } = await database.query(
      `SELECT owner, destroyed_by FROM personal_keys.data_key WHERE destroyed_at IS NOT NULL`,
    );
    expect(rows).toEqual([{ owner: `person:${anna}`, destroyed_by: 'paula' }]);
    await gone();
    expect((await readFeed(system.urls.feed)).meta.position).not.toBe(before);
  });

  it('leaves a former colleague, and what others said', async () => {
    const entries = await readWholeFeed(system.urls.feed, { person: anna });
    const texts = entries.map(({ message }) => message.text);
    expect(texts.toSorted()).toEqual([
      'Boris thanked Former colleague: You are welcome',
      'Former colleague has a new name',
      'Former colleague joined as Engineer',
      'Former colleague thanked Boris: [removed]',
      '[removed]',
    ]);
    expect(entries.find(({ type }) => type === 'employee.hired')!.actor).toMatchObject({
      id: anna,
      name: null,
      forgotten: true,
    });
    const russian = await get(`${system.urls.feed}/feed?person=${anna}`, { 'accept-language': 'ru' });
    expect(JSON.stringify(russian.body)).toContain('Бывший коллега благодарит Boris: [удалено]');
    const left = await get(`${system.urls.registrar}/employees/${anna}`);
    expect(left.body).toMatchObject({ id: anna, name: null, position: 'Engineer', forgotten: true });
    expect(left.body).not.toHaveProperty('email');
  });

  it('refuses whatever else would be told of them', async () => {
    const { registrar, thanks, intake } = system.urls;
    const again = await post(`${registrar}/employees/${anna}/name`, { name: 'Anna again' });
    expectProblem(again, 422, 'person-forgotten');
    const given = await new ThanksClient(thanks).give({ from: anna, to: [boris], message: 'Thanks again' });
    // A replica may go on with the key for half a minute: then it is sealed, and read by nobody.
    if (given.status !== 201) expectProblem(given, 422, 'person-forgotten');
    const posted = announcement('', { data: { text: { en: 'Hello again' }, actorId: anna } });
    const answer = await new IntakeClient(intake).structured(posted);
    if (answer.status !== 202) expectProblem(answer, 422, 'person-forgotten');
    expect(await rowsWith(database, ['Anna again', 'Thanks again', 'Hello again'])).toEqual([]);
  });

  it('has left nothing in any row, log, queue or table file', async () => {
    expect(await inDatabase()).toEqual([]);
    expect(await filesWith(system.folders, secrets)).toEqual([]);
    expect(secrets.filter((secret) => system.written().includes(secret))).toEqual([]);
    // What a row was before stays in its file until then, and what was in many in the statistics; and all of it in the
    // write-ahead log until that is overwritten.
    await database.query('ANALYZE');
    await database.query('VACUUM FULL');
    await database.query('CHECKPOINT');
    expect(await tableFilesWith(system.tables, secrets)).toEqual([]);
  });

  it('is so again soon after everything but the keys was restored from an older dump', async () => {
    const other = new Client({ connectionString: system.databaseUrl });
    await other.connect();
    // At once, for the apps are at work.
    await other.query('BEGIN');
    for (const statement of backup) await other.query(statement);
    expect((await rowsWith(other, secrets)).length).toBeGreaterThan(2);
    await other.query('COMMIT');
    await other.end();
    await gone();
    await eventually(async () =>
      expect(await shown()).toContain('Former colleague thanked Boris: [removed]'),
    );
  });

  it('is still so after a rebuild', async () => {
    const headers = await as({ subject: 'olga', roles: ['operator'] });
    const operator = new RebuildOperator(system.urls.projector, { reason: 'a spec', headers });
    const version = await operator.start();
    const { verification } = await operator.verified(version);
    expect(verification).toMatchObject({ verdict: 'equal', faults: [] });
    await operator.decide(version, 'switch');
    await operator.decide(version - 1, 'drop');
    expect(await inDatabase()).toEqual([]);
    expect(await shown()).toContain('Former colleague joined as Engineer');
  }, 240_000);
});
