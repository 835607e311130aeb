import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { as, get, post, readFeed, type RequestHeaders } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import { ReactionsClient, type ShownReaction } from './support/reactions.client.js';
import { type RunningFeed, startApart, startTogether } from './support/running-feed.js';

const [anna, ivan, olga] = ['anna', 'ivan', 'olga'];
const people = (count: number) => Array.from({ length: count }, (_, n) => `person-${n}`);

describe.each([
  ['in one process', startTogether],
  ['over RabbitMQ', startApart],
])('reactions in the feed, %s', (_, start) => {
  let system: RunningFeed;
  let reactions: ReactionsClient;
  let database: Client;
  beforeAll(async () => {
    system = await start();
    reactions = new ReactionsClient(system.reactions, system.feed);
    database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await system.close();
  });

  async function newEntry(): Promise<{ entry: string; about: string }> {
    const { body } = await post(`${system.registrar}/employees`, { name: 'Olga', position: 'Engineer' });
    const about = String(body['id']);
    const entry = await eventually(async () => {
      const { items } = await readFeed(system.feed, { person: about });
      expect(items).toHaveLength(1);
      return items[0]!.id;
    });
    return { entry, about };
  }
  const shown = (entry: string, expected: ShownReaction[], reader?: string) =>
    eventually(async () => expect(await reactions.shownOf(entry, reader)).toEqual(expected));
  const typesIn = async (stream: string): Promise<string[]> => {
    const sql = 'SELECT type FROM reactions.events WHERE stream = $1 ORDER BY version';
    return (await database.query<{ type: string }>(sql, [stream])).rows.map(({ type }) => type);
  };

  it('are counted by kind, most first, and tell the reader which are their own', async () => {
    const { entry, about } = await newEntry();
    await shown(entry, []);
    for (const [person, kind] of [
      [anna, 'party'],
      [anna, 'fire'],
      [ivan, 'fire'],
      [ivan, 'clap'],
    ] as const)
      expect((await reactions.add(person, entry, kind)).status).toBe(200);

    const seenBy = (...kinds: string[]): ShownReaction[] => [
      { kind: 'fire', count: 2, mine: kinds.includes('fire') },
      { kind: 'clap', count: 1, mine: kinds.includes('clap') },
      { kind: 'party', count: 1, mine: kinds.includes('party') },
    ];
    await shown(entry, seenBy());
    await shown(entry, seenBy('fire', 'party'), anna);
    await shown(entry, seenBy('fire', 'clap'), ivan);
    await shown(entry, seenBy(), olga);
    const page = async (headers?: RequestHeaders) =>
      (await get(`${system.feed}/feed?person=${about}`, headers)).body['items'];
    expect(await page()).toMatchObject([{ id: entry, reactions: seenBy() }]);
    expect(await page(await as({ subject: anna }))).toMatchObject([{ reactions: seenBy('fire', 'party') }]);
  });

  it('go when they are removed, the last one with its kind', async () => {
    const { entry } = await newEntry();
    for (const person of [anna, ivan]) await reactions.add(person, entry, 'like');
    await reactions.add(anna, entry, 'heart');
    await shown(entry, [
      { kind: 'like', count: 2, mine: false },
      { kind: 'heart', count: 1, mine: false },
    ]);
    await reactions.remove(ivan, entry, 'like');
    await reactions.remove(anna, entry, 'heart');
    await shown(entry, [{ kind: 'like', count: 1, mine: true }], anna);
    await reactions.remove(anna, entry, 'like');
    await shown(entry, []);
    await reactions.add(anna, entry, 'like');
    await shown(entry, [{ kind: 'like', count: 1, mine: true }], anna);
  });

  it('change the entity tag of the feed and of the entry, which differs by reader', async () => {
    const { entry } = await newEntry();
    for (const path of ['/feed', `/feed/${entry}`]) {
      const ask = async (subject: string, tag = '""') =>
        get(system.feed + path, { ...(await as({ subject })), 'if-none-match': tag });
      const tagOf = async (reader: string) => (await ask(reader)).headers.get('etag')!;
      const before = await tagOf(anna);
      expect(await tagOf(ivan)).not.toBe(before);
      expect((await ask(ivan, before)).status).toBe(200);
      expect((await ask(anna, before)).status).toBe(304);

      const kind = path === '/feed' ? 'like' : 'fire';
      await reactions.add(anna, entry, kind);
      await eventually(async () => expect((await ask(anna, before)).status).toBe(200));
      expect(await reactions.shownOf(entry, anna)).toContainEqual({ kind, count: 1, mine: true });
      expect((await ask(anna, await tagOf(anna))).status).toBe(304);
    }
  });

  it('are shown once their entry comes, when they were first', async () => {
    const [source, id] = ['/canteen', randomUUID()];
    const entry = entryIdOf(source, id);
    await reactions.add(anna, entry, 'like');
    await reactions.add(ivan, entry, 'like');
    await eventually(async () => {
      const log = await database.query('SELECT FROM feed.log WHERE stream LIKE $1', [`reaction/${entry}/%`]);
      expect(log.rowCount).toBe(2);
    });
    expect((await get(`${system.feed}/feed/${entry}`)).status).toBe(404);

    await new IntakeClient(system.intake).structured(announcement('Soup today', { source, id }));
    await shown(entry, [{ kind: 'like', count: 2, mine: true }], ivan);
  });

  it('of forty people at once are all counted, and uncounted', async () => {
    const { entry } = await newEntry();
    await Promise.all(people(40).map((person) => reactions.add(person, entry, 'like')));
    await shown(entry, [{ kind: 'like', count: 40, mine: false }]);
    const everybody = people(40).map((person, n) =>
      n % 2 === 0 ? reactions.remove(person, entry, 'like') : reactions.add(person, entry, 'fire'),
    );
    await Promise.all(everybody);
    await shown(
      entry,
      [
        { kind: 'fire', count: 20, mine: true },
        { kind: 'like', count: 20, mine: true },
      ],
      'person-1',
    );
  });

  it('of one person who cannot decide, a hundred at once, come to what was recorded last', async () => {
    const { entry } = await newEntry();
    const stream = `reaction/${entry}/${anna}`;
    const wavering = Array.from({ length: 100 }, (__, n) =>
      n % 2 === 0 ? reactions.add(anna, entry, 'like') : reactions.remove(anna, entry, 'like'),
    );
    const refused = (await Promise.all(wavering)).filter(({ status }) => status !== 200);
    for (const { body } of refused) expect(body).toMatchObject({ status: 409, code: 'version-conflict' });
    expect(refused.length).toBeLessThan(100);

    const types = await typesIn(stream);
    expect(types).toEqual(types.map((__, n) => `reaction.${n % 2 === 0 ? 'added' : 'removed'}.v1`));
    const like = { kind: 'like', count: 1, mine: true };
    await eventually(async () => {
      const log = await database.query('SELECT FROM feed.log WHERE stream = $1', [stream]);
      expect(log.rowCount).toBe(types.length);
    });
    expect(await reactions.shownOf(entry, anna)).toEqual(types.length % 2 === 0 ? [] : [like]);
    await reactions.add(anna, entry, 'like');
    await shown(entry, [like], anna);
    await reactions.remove(anna, entry, 'like');
    await shown(entry, [], anna);
  });
});
