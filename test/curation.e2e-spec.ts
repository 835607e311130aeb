import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { type Answer, as, type Entry, expectProblem, get, readFeed, send } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { entryIdOf } from '#lib/read-model';

let system: RunningFeed;
beforeAll(async () => (system = await startTogether()));
afterAll(() => system.close());

const editor = () => as({ subject: 'vera', roles: ['editor'] });
const reader = () => as({ subject: 'boris' });
const hr = () => as({ subject: 'anna', roles: ['hr', 'org', 'privacy', 'operator'] });

type Aspect = 'hidden' | 'pin';
const say = async (entryId: string, aspect: Aspect, body: unknown, headers = editor()): Promise<Answer> =>
  send('PUT', `${system.feed}/feed/${entryId}/${aspect}`, body, await headers);
const takeBack = async (entryId: string, aspect: Aspect): Promise<Answer> =>
  send('DELETE', `${system.feed}/feed/${entryId}/${aspect}`, undefined, await editor());

async function announce(text: string): Promise<string> {
  const event = announcement(text);
  await new IntakeClient(system.intake).structured(event);
  const id = entryIdOf(event.source, event.id);
  await eventually(async () => expect((await see(id, reader())).status).toBe(200));
  return id;
}
const see = async (id: string, headers: Promise<{ authorization: string }>): Promise<Answer> =>
  get(`${system.feed}/feed/${id}`, await headers);

interface FirstPage {
  readonly items: readonly Entry[];
  readonly meta: { readonly pinned?: readonly Entry[] };
}
const firstPage = async (headers = reader()): Promise<FirstPage> =>
  (await get(`${system.feed}/feed?limit=50`, await headers)).body as unknown as FirstPage;
const idsOf = (entries: readonly Entry[] = []): string[] => entries.map(({ id }) => id);
const pinned = async (headers = reader()): Promise<string[]> => idsOf((await firstPage(headers)).meta.pinned);

describe('an entry that an editor hides', () => {
  it('is gone for everybody but editors, and comes back as it was', async () => {
    const id = await announce('The customer is Example Ltd');
    expect((await say(id, 'hidden', { reason: 'It names a customer' })).body).toMatchObject({
      id,
      version: 1,
    });
    await eventually(async () => expectProblem(await see(id, reader()), 404, 'not-found'));
    expectProblem(await see(id, hr()), 404, 'not-found');
    expect(idsOf((await firstPage()).items)).not.toContain(id);

    expect((await see(id, editor())).body).toMatchObject({ id, hidden: true });
    expect(idsOf((await firstPage(editor())).items)).toContain(id);

    await takeBack(id, 'hidden');
    await eventually(async () => expect((await see(id, reader())).status).toBe(200));
    expect((await see(id, editor())).body).not.toHaveProperty('hidden');
    expect(idsOf((await firstPage()).items)).toContain(id);
  });

  it('may come later than the word that hides it', async () => {
    const event = announcement('Late');
    const id = entryIdOf(event.source, event.id);
    await say(id, 'hidden', { reason: 'It is on its way' });
    await new IntakeClient(system.intake).structured(event);
    await eventually(async () => expect((await see(id, editor())).status).toBe(200));
    expect((await see(id, reader())).status).toBe(404);
    expect(idsOf((await firstPage()).items)).not.toContain(id);
  });
});

describe('an entry that an editor pins', () => {
  it('is above the others for whom it is meant, until it is unpinned', async () => {
    const [first, second] = [await announce('First'), await announce('Second')];
    await say(first, 'pin', {});
    await eventually(async () => expect(await pinned()).toEqual([first]));
    await say(second, 'pin', {});
    await eventually(async () => expect(await pinned()).toEqual([second, first]));
    expect(idsOf((await firstPage()).items)).toEqual(expect.arrayContaining([first, second]));

    await say(second, 'hidden', { reason: 'A spec' });
    await eventually(async () => expect(await pinned()).toEqual([first]));
    expect(await pinned(editor())).toEqual([second, first]);
    await takeBack(first, 'pin');
    await eventually(async () => expect(await pinned()).toEqual([]));
    const { meta, page } = await readFeed(system.feed, { limit: '1' });
    expect(meta).toHaveProperty('pinned');
    expect((await readFeed(system.feed, { limit: '1', after: page.next! })).meta).not.toHaveProperty(
      'pinned',
    );
  });

  it('is no longer there when its time is over, also for who asks whether anything has changed', async () => {
    const id = await announce('For a moment');
    await say(id, 'pin', { until: new Date(Date.now() + 2_000).toISOString() });
    const etag = await eventually(async () => {
      const { headers, body } = await get(`${system.feed}/feed`, await reader());
      expect(idsOf((body as unknown as FirstPage).meta.pinned)).toContain(id);
      return headers.get('etag')!;
    });
    await eventually(async () => expect(await pinned()).not.toContain(id));
    const again = { ...(await reader()), 'if-none-match': etag };
    expect((await get(`${system.feed}/feed`, again)).status).toBe(200);
  });
});

it("a word is an editor's alone, about an entry, with a reason where it hides", async () => {
  const id = randomUUID();
  expectProblem(await say(id, 'hidden', { reason: 'Not mine' }, hr()), 403, 'not-allowed');
  expectProblem(await say(id, 'pin', {}, reader()), 403, 'not-allowed');
  for (const [aspect, body, place] of [
    ['hidden', {}, '#/reason'],
    ['hidden', { reason: '' }, '#/reason'],
    ['pin', { until: 'tomorrow' }, '#/until'],
  ] as const) {
    const answer = await say(id, aspect, body);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toMatchObject([{ pointer: place }]);
  }
  expect((await say('no-uuid', 'pin', {})).status).toBe(400);
});
