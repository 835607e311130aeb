import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { as, post, readFeed } from './support/http.js';
import { FeedStream } from './support/feed-stream.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
beforeAll(async () => (system = await startTogether()));
afterAll(() => system.close());

const streams: FeedStream[] = [];
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

async function follow(
  persona: Parameters<typeof as>[0],
  params: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<FeedStream> {
  const stream = await FeedStream.open(system.feed, { ...(await as(persona)), ...headers }, params);
  streams.push(stream);
  await stream.next('hello');
  return stream;
}

const hire = async (name: string, departmentId?: string): Promise<string> => {
  const details = { name, position: 'Engineer', ...(departmentId !== undefined && { departmentId }) };
  return String((await post(`${system.registrar}/employees`, details)).body['id']);
};

/** The feed has the entry of a hire. */
const seen = async (person: string): Promise<string> =>
  eventually(async () => {
    const { items } = await readFeed(system.feed, { person });
    expect(items).not.toEqual([]);
    return items[0]!.id;
  });

describe('a stream', () => {
  it('greets, and tells what is added from then on', async () => {
    await seen(await hire('Before'));
    const stream = await follow({ subject: 'boris' });
    expect(stream.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store, no-transform',
    });
    const id = await hire('Anna');
    const { data, id: position } = await stream.next('entry.added');
    expect(data['entry']).toMatchObject({
      subject: { id, name: 'Anna' },
      message: { text: 'Anna joined as Engineer' },
    });
    const { items, meta } = await readFeed(system.feed);
    expect(items[0]).toEqual(data['entry']);
    expect(position!.split('.').slice(0, 2)).toEqual(meta.position.split('.').slice(0, 2));
    expect(stream.of('hello')[0]!.data).toMatchObject({ resumed: false, replayed: 0, heartbeatMs: 15_000 });
  });
});
