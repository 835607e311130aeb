import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { FeedStream } from './support/feed-stream.js';
import { as, type Entry, get, readFeed } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { ThanksClient } from './support/thanks.client.js';

const ANNA = randomUUID();
let system: RunningFeed;
let thanks: ThanksClient;
beforeAll(async () => {
  system = await startTogether();
  thanks = new ThanksClient(system.thanks);
});
afterAll(() => system.close());

interface Grouped extends Entry {
  readonly group?: { readonly key: string; readonly count: number };
}

const reader = { subject: 'reader' };
const list = async (params: Record<string, string> = {}) =>
  (await readFeed(system.feed, { type: 'thanks.given', ...params })).items as readonly Grouped[];
const unseen = async () => (await get(`${system.feed}/feed/marker`, await as(reader))).body['unseen'];
const exported = async (form: string) =>
  (await fetch(`${system.feed}/feed.${form}?type=thanks.given`, { headers: await as(reader) })).text();

describe('what is taken back', () => {
  it('is in no answer any more from the moment on that it is out of one', async () => {
    const given = await Promise.all(
      ['apples', 'bread', 'cheese', 'dates'].map((what) =>
        thanks.given(randomUUID(), [ANNA], `Thank you for the ${what}`),
      ),
    );
    await eventually(async () => expect(await list()).toHaveLength(4));
    const [group] = await list({ group: 'auto' });
    expect(group!.group).toMatchObject({ count: 4 });
    expect(await unseen()).toEqual({ count: 4, capped: false });
    const gone = (await list({ q: 'cheese' }))[0]!.id;
    for (const form of ['atom', 'json']) expect(await exported(form)).toContain(gone);
    const stream = await FeedStream.open(system.feed, await as(reader));
    await stream.next('hello');

    await thanks.takeBack(given[2]!);
    expect((await stream.next('entry.retracted')).data).toEqual({ id: gone });
    stream.close();
    expect((await list()).map(({ id }) => id)).not.toContain(gone);
    expect(await list({ q: 'cheese' })).toEqual([]);
    const [rest] = await list({ group: 'auto' });
    expect(rest!.group).toMatchObject({ count: 3 });
    const opened = await get(`${system.feed}/feed/groups/${rest!.group!.key}`);
    expect((opened.body['items'] as unknown as Entry[]).map(({ id }) => id)).not.toContain(gone);
    expect((await get(`${system.feed}/feed/${gone}`)).status).toBe(404);
    expect((await get(`${system.feed}/feed/${gone}/history`)).status).toBe(404);
    expect(await unseen()).toEqual({ count: 3, capped: false });
    for (const form of ['atom', 'json']) expect(await exported(form)).not.toContain(gone);
  });
});
