import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { FollowedFeed, isOf, REPLAYED } from './support/followed-feed.js';
import { as, get, post } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import type { RunningFeed } from './support/running-feed.js';

let feed: FollowedFeed;
let system: RunningFeed;
beforeAll(async () => {
  feed = await FollowedFeed.start();
  system = feed.system;
});
afterAll(() => system.close());
afterEach(() => feed.closeStreams());

const boris = { subject: 'boris' };

describe('whoever comes back', () => {
  it('is told what they missed, from their last id even where the address has another position', async () => {
    const first = await feed.follow(boris);
    const early = await feed.positionOf(boris);
    const [anna, carla] = [await feed.hire('Missed'), await feed.hire('Missed too')];
    const { id } = await first.next('entry.added', isOf(anna));
    first.close();
    await feed.seen(carla);
    const last = await feed.follow(boris, { since: early }, { 'last-event-id': id! });
    await last.next('entry.added', isOf(carla));
    expect(last.of('hello')[0]!.data).toMatchObject({ resumed: true });
    const again = await feed.follow(boris, { since: early });
    await again.next('entry.added', isOf(carla));
    expect(again.of('hello')[0]!.data).toMatchObject({ resumed: true, replayed: 2 });
    expect(again.of('entry.added')).toHaveLength(2);
  });

  it('is told the same by changes', async () => {
    const since = await feed.positionOf(boris);
    for (const name of ['One', 'Two', 'Three']) await feed.seen(await feed.hire(name));
    const stream = await feed.follow(boris, { since });
    await stream.next('hello', (data) => data['replayed'] === 3);
    const { body } = await get(
      `${system.feed}/feed/changes?${new URLSearchParams({ since }).toString()}`,
      await as(boris),
    );
    const told = stream.events.filter(({ event }) => event !== 'hello' && event !== undefined);
    expect(body['changes']).toEqual(told.map(({ event, data }) => ({ event, data })));
    expect(body).toMatchObject({ position: await feed.positionOf(boris), reset: null });
    const part = await get(
      `${system.feed}/feed/changes?${new URLSearchParams({ since, limit: '1' }).toString()}`,
      await as(boris),
    );
    expect(part.body['position']).not.toBe(body['position']);
  });

  it.each([
    ['no position', () => Promise.resolve('hello'), 'position-unknown'],
    [
      'one that is yet to come',
      async () => (await feed.positionOf(boris)).replace(/\.\d+\./, '.999999999.'),
      'position-unknown',
    ],
    [
      'one of another history',
      async () => (await feed.positionOf(boris)).replace(/^\w+/, '00000000'),
      'epoch',
    ],
    ['one of another audience', () => feed.positionOf({ subject: 'boris', roles: ['editor'] }), 'audience'],
    ['one long ago', async () => (await feed.positionOf(boris)).replace(/\.\d+\./, '.0.'), 'too-far-behind'],
  ])('with %s is told to read the feed anew, and nothing else', async (_, position, reason) => {
    if (reason === 'too-far-behind') await feed.announce(REPLAYED + 1, 'x');
    const since = await position();
    const stream = await feed.follow(boris, { since });
    await eventually(() => expect(stream.isOver).toBe(true));
    expect(stream.of('hello')[0]!.data).toMatchObject({ resumed: false, replayed: 0 });
    expect(stream.events.map(({ event }) => event)).toEqual(['hello', 'reset']);
    expect(stream.of('reset')[0]!.data).toEqual({ reason, position: await feed.positionOf(boris) });
    const { body } = await get(
      `${system.feed}/feed/changes?${new URLSearchParams({ since }).toString()}`,
      await as(boris),
    );
    expect(body).toEqual({ changes: [], position: await feed.positionOf(boris), reset: { reason } });
  });
});

describe('where somebody works', () => {
  it('is followed: what is no longer for them is retracted, and what is theirs now is to be read', async () => {
    const department = async (name: string, parentId?: string): Promise<string> => {
      const details = { name, ...(parentId !== undefined && { parentId }) };
      return String((await post(`${system.orgStructure}/departments`, details)).body['id']);
    };
    const [it, sales] = [await department('IT'), await department('Sales')];
    const web = await department('Web', it);
    const anna = await feed.hire('Anna', web);
    const said = announcement('For IT', {
      data: { text: { en: 'For IT' }, audience: [`department:${it}/*`] },
    });
    await new IntakeClient(system.intake).structured(said);
    const headers = await as({ subject: anna });
    const id = entryIdOf(said.source, said.id);
    await eventually(async () => expect((await get(`${system.feed}/feed/${id}`, headers)).status).toBe(200));

    const stream = await feed.follow({ subject: anna });
    const before = stream.lastId;
    const scope = (position = ''): string => position.split('.')[2]!;
    await post(`${system.orgStructure}/departments/${web}/parent`, {});
    expect((await stream.next('entry.retracted')).data).toEqual({ id });
    await eventually(async () => expect(stream.lastId).toBe(await feed.positionOf({ subject: anna })));
    expect(scope(stream.lastId)).not.toBe(scope(before));
    expect(stream.isOver).toBe(false);

    await post(`${system.registrar}/employees/${anna}/department`, { departmentId: sales });
    expect((await stream.next('reset')).data).toMatchObject({ reason: 'audience' });
    await eventually(() => expect(stream.isOver).toBe(true));
  });
});
