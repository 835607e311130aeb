import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { RebuildOperator } from '../tools/rebuild/rebuild.operator.js';
import { as, type Entry as AnyEntry, expectProblem, get, post, readWholeFeed } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { ThanksClient } from './support/thanks.client.js';
import { rowsWith } from './support/traces.js';

type Entry = AnyEntry & {
  readonly source: { readonly service: string; readonly eventId: string };
  readonly message: { readonly args: object };
};

let system: RunningFeed;
let database: Client;
beforeAll(async () => {
  system = await startTogether();
  database = new Client({ connectionString: system.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await system.close();
});

const unique = (what: string) => `${what}-${randomUUID()}`;
const told = { ill: unique('Vera-is-ill'), moved: unique('Vera-moved'), fine: unique('All-is-fine') };
const secrets = [told.ill, told.moved];

const paula = () => as({ subject: 'paula', roles: ['privacy'] });
const redact = async (source: Entry['source'], headers = paula()) =>
  post(`${system.curation}/redactions`, source, await headers);
const entries = async () => (await readWholeFeed(system.feed)) as Entry[];
const entryWith = async (text: string): Promise<Entry> =>
  eventually(async () => {
    const found = (await entries()).find(({ message }) => message.text.includes(text));
    expect(found).toBeDefined();
    return found!;
  });
const gone = () => eventually(async () => expect(await rowsWith(database, secrets)).toEqual([]));
const textOf = async (id: string): Promise<string> =>
  ((await get(`${system.feed}/feed/${id}`)).body as unknown as Entry).message.text;

describe('a text that names others', () => {
  let thanked: Entry;
  let posted: Entry;
  let thanksId: string;

  it('is redacted by privacy officers alone', async () => {
    const thanks = new ThanksClient(system.thanks);
    thanksId = await thanks.given('anna', ['boris'], told.ill);
    await thanks.given('anna', ['boris'], told.fine);
    const data = { text: { en: told.moved, ru: told.moved }, actorId: 'anna' };
    await new IntakeClient(system.intake).structured(announcement('', { data }));
    [thanked, posted] = [await entryWith(told.ill), await entryWith(told.moved)];
    await entryWith(told.fine);
    for (const role of ['hr', 'operator', 'editor'] as const)
      expectProblem(
        await redact(thanked.source, as({ subject: 'somebody', roles: [role] })),
        403,
        'not-allowed',
      );
    expectProblem(await redact({ service: '/thanks', eventId: '' }), 400, 'request-invalid');
  });

  it('is removed where it was, and found in no row any more', async () => {
    expect((await rowsWith(database, secrets)).length).toBeGreaterThan(1);
    const id = `thanks/${thanked.source.eventId}`;
    expect(await redact(thanked.source)).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect(await redact(thanked.source)).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect((await redact(posted.source)).status).toBe(200);
    await gone();
    expect(await textOf(thanked.id)).toBe('Somebody thanked Somebody: [removed]');
    expect(await textOf(posted.id)).toBe('[removed]');
    const entry = (await entries()).find(({ id: each }) => each === thanked.id);
    expect(entry!.message.args).toMatchObject({ message: { type: 'removed' } });
    expect((await new ThanksClient(system.thanks).read(thanksId)).body['message']).toBe('[removed]');
    const { rows } = await database.query(
      `SELECT owner, wrapped FROM personal_keys.data_key WHERE destroyed_at IS NOT NULL ORDER BY owner`,
    );
    const owners = [posted, thanked].map(
      ({ source: { service, eventId } }) => `event:/${service} ${eventId}`,
    );
    expect(rows).toEqual(owners.map((owner) => ({ owner, wrapped: null })));
  });

  it('is all that goes', async () => {
    expect((await entryWith(told.fine)).message.text).toBe(`Somebody thanked Somebody: ${told.fine}`);
  });

  it('is not taken again', async () => {
    const { service, eventId } = posted.source;
    const again = announcement('', {
      source: `/${service}`,
      id: eventId,
      data: { text: { en: told.moved, ru: told.moved }, actorId: 'anna' },
    });
    expectProblem(await new IntakeClient(system.intake).structured(again), 422, 'text-redacted');
  });

  it('does not come back with a rebuild', async () => {
    const headers = await as({ subject: 'olga', roles: ['operator'] });
    const operator = new RebuildOperator(system.projector, { reason: 'a spec', headers });
    const version = await operator.start();
    expect((await operator.verified(version)).verification).toMatchObject({ verdict: 'equal', faults: [] });
    await operator.decide(version, 'switch');
    await operator.decide(version - 1, 'drop');
    expect(await rowsWith(database, secrets)).toEqual([]);
    expect(await textOf(thanked.id)).toBe('Somebody thanked Somebody: [removed]');
  }, 240_000);
});
