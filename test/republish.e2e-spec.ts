import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHIEF, eventually } from '#lib/testing';
import { expectProblem, get, post, readWholeFeed } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import { OrgStructureClient } from './support/org-structure.client.js';
import { ReactionsClient } from './support/reactions.client.js';
import { type RunningFeed, startApart, startTogether } from './support/running-feed.js';
import { ThanksClient } from './support/thanks.client.js';

const why = { reason: 'the feed lost its database' };
const sources = ['employee-registrar', 'org-structure', 'thanks', 'reactions', 'event-intake'] as const;

describe.each([
  ['in one process', startTogether],
  ['over RabbitMQ', startApart],
])('the history of the sources, %s', (_, start) => {
  let system: RunningFeed;
  let database: Client;
  let anna: string;
  beforeAll(async () => {
    system = await start();
    database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
    anna = await live();
  });
  afterAll(async () => {
    await database.end();
    await system.close();
  });

  const addressOf = (source: (typeof sources)[number]): string => {
    const { registrar, orgStructure, thanks, reactions, intake } = system;
    const addresses = [registrar, orgStructure, thanks, reactions, intake];
    return `${addresses[sources.indexOf(source)]}/operator/sources/${source}/republish`;
  };
  const count = async (rows: string): Promise<number> =>
    Number((await database.query<{ count: string }>(`SELECT count(*) AS count FROM ${rows}`)).rows[0]!.count);
  const settled = (events: number) =>
    eventually(async () => expect(await count('feed.log')).toBe(events), { timeoutMs: 30_000 });

  /** Something of everything, renamed, taken back and removed too. Answers who was thanked. */
  async function live(): Promise<string> {
    const hire = async (name: string) =>
      String((await post(`${system.registrar}/employees`, { name, position: 'Engineer' })).body['id']);
    const [thanked, boris] = [await hire('Anna Ivanova'), await hire('Boris')];
    await post(`${system.registrar}/employees/${thanked}/name`, { name: 'Anna Petrova' });
    const structure = new OrgStructureClient(system.orgStructure);
    await structure.rename('departments', await structure.create('departments', { name: 'Sales' }), 'Shop');
    const thanks = new ThanksClient(system.thanks);
    await thanks.given(boris, [thanked], 'Thank you!');
    await thanks.takeBack(await thanks.given(thanked, [boris], 'Never mind'));
    await new IntakeClient(system.intake).structured(announcement('Soup'));
    await settled(9);
    const [entry] = await readWholeFeed(system.feed, { type: 'thanks.given' });
    const reactions = new ReactionsClient(system.reactions, system.feed);
    for (const kind of ['like', 'fire']) await reactions.add(thanked, entry!.id, kind);
    await reactions.remove(thanked, entry!.id, 'fire');
    await settled(12);
    return thanked;
  }

  it('fills a feed that was emptied, from the sources alone, as it was', async () => {
    const before = await readWholeFeed(system.feed);
    expect(before.find(({ type }) => type === 'thanks.given')!.reactions).toMatchObject([
      { kind: 'like', count: 1 },
    ]);
    await database.query(`
      TRUNCATE feed.log, feed.stream_progress, feed.pending, feed.parked, feed.entry_v1, feed.entry_audience_v1,
        feed.entry_mention_v1, feed.entry_past_v1, feed.name_past_v1, feed.name_v1, feed.placement_v1, feed.change_v1, feed.reaction_v1, feed.reaction_count_v1`);
    // As whatever changes the feed does.
    await database.query('NOTIFY feed_change');
    await eventually(async () => expect(await readWholeFeed(system.feed)).toEqual([]));

    for (const source of sources) {
      expect((await post(addressOf(source), { ...why, all: true })).status).toBe(202);
    }
    await settled(12);
    await eventually(async () => expect(await readWholeFeed(system.feed)).toEqual(before));
    expect(await count('feed.pending')).toBe(0);
    expect(await count('feed.parked')).toBe(0);
    expect((await get(addressOf('thanks'))).body).toMatchObject({
      republished: [
        {
          ...why,
          by: CHIEF.subject,
          stream: null,
          events: 3,
          total: 3,
          finishedAt: expect.any(String) as string,
        },
      ],
    });
  });

  it('has no effect on a feed that knows it', async () => {
    const before = await readWholeFeed(system.feed);
    const stream = `employee/${anna}`;
    expect((await post(addressOf('employee-registrar'), { ...why, stream, fromVersion: 2 })).status).toBe(
      202,
    );
    await eventually(async () => {
      const { body } = await get(addressOf('employee-registrar'));
      expect(body).toMatchObject({ republished: [{ stream, fromVersion: 2, events: 1, total: 1 }, {}] });
    });
    await eventually(async () => expect(await count('employee_registrar.outbox')).toBe(0));
    expect(await readWholeFeed(system.feed)).toEqual(before);
    expect(await count('feed.log')).toBe(12);
  });

  it('is not published for nothing: what is wrong with the order is told', async () => {
    const address = addressOf('employee-registrar');
    const listed = (await get(address)).body;
    expectProblem(await post(address, { ...why, stream: 'employee/nobody' }), 404, 'stream-unknown');
    for (const body of [
      { all: true },
      why,
      { ...why, all: true, stream: 'x' },
      { ...why, all: true, fromVersion: 2 },
      { ...why, by: 'anna', all: true },
      { ...why, all: false },
      { ...why, stream: `employee/${anna}`, fromVersion: 0 },
    ]) {
      expectProblem(await post(address, body), 400, 'request-invalid');
    }
    expect((await get(address)).body).toEqual(listed);
  });
});
