import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as client from '#lib/client';
import { CHIEF, eventually, TcpProxy } from '#lib/testing';
import { post, tokenOf } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

/** As it is published. */
const PACKAGE = join(import.meta.dirname, '../dist/packages/client/index.js');
const { FeedClient } = (await import(PACKAGE)) as typeof client;

let system: RunningFeed;
let proxy: TcpProxy;
beforeAll(async () => {
  system = await startTogether();
  proxy = await TcpProxy.to(system.feed);
});
afterAll(async () => {
  await proxy.close();
  await system.close();
});

let stream: client.FeedStream | undefined;
const events: client.FeedEvent[] = [];
const states: client.ConnectionState[] = [];
afterEach(async () => {
  stream?.close();
  expect(await stream?.closed).toBeUndefined();
  events.length = 0;
  states.length = 0;
});

/** Reads the first page over the proxy, and follows the feed from there on. */
async function follow(since?: string, send: typeof fetch = fetch): Promise<client.FeedClient> {
  const token = await tokenOf(CHIEF);
  const baseUrl = proxy.through(system.feed);
  const feed = new FeedClient({ baseUrl, token: () => token, locale: () => 'en', fetch: send });
  stream = feed.stream(
    { type: 'employee.*' },
    {
      since: since ?? (await feed.page()).meta.position,
      onEvent: (event) => events.push(event),
      onState: (state) => states.push(state),
    },
  );
  await eventually(() => expect(states.at(-1)).toMatchObject({ state: 'live' }));
  return feed;
}

const hire = async (name: string): Promise<string> =>
  String((await post(`${system.registrar}/employees`, { name, position: 'Engineer' })).body['id']);

/** Whose hires were told, in order. */
const hired = () =>
  events.flatMap((event) =>
    event.event === 'entry.added' && event.data.entry.subject?.type === 'person'
      ? [event.data.entry.subject.name]
      : [],
  );

describe("the client's stream", () => {
  it('tells what happens after the page that was read', async () => {
    await hire('Before');
    const feed = await follow();
    await hire('Anna');
    await eventually(() => expect(hired().at(-1)).toBe('Anna'));
    const added = events.findLast(({ event }) => event === 'entry.added') as {
      data: { entry: client.FeedEntry };
    };
    const { entry } = added.data;
    expect(await feed.entry(entry.id)).toEqual(entry);
    await feed.react(entry.id, 'like', true);
    await eventually(() =>
      expect(events.at(-1)).toEqual({
        event: 'reactions.changed',
        data: { id: entry.id, reactions: [{ kind: 'like', count: 1, mine: true }] },
      }),
    );
  });

  it('misses nothing while connections are cut and refused', async () => {
    await follow();
    const names = Array.from({ length: 12 }, (_, n) => `Number ${n}`);
    for (const [n, name] of names.entries()) {
      if (n === 4) {
        // Else it would begin anew from where the page was, and never go on from its own place.
        await eventually(() => expect(hired()).toContain('Number 3'));
        proxy.refuse(true);
      }
      if (n === 8) proxy.refuse(false);
      if (n === 10) proxy.cut();
      await hire(name);
    }
    // Each person is a stream of events of their own: among them there is no order.
    await eventually(
      () => expect(new Set(hired().filter((name) => names.includes(name!)))).toEqual(new Set(names)),
      {
        timeoutMs: 60_000,
      },
    );
    expect(states).toContainEqual({ state: 'reconnecting', attempt: 1 });
    await eventually(() => expect(states.at(-1)).toEqual({ state: 'live' }));
  });

  it('hands over a reset, and goes on', async () => {
    await follow('nowhere.1.abc');
    await eventually(() =>
      expect(events).toMatchObject([{ event: 'reset', data: { reason: 'position-unknown' } }]),
    );
    await hire('Olga');
    await eventually(() => expect(hired()).toEqual(['Olga']), { timeoutMs: 60_000 });
    expect(events.filter(({ event }) => event === 'reset')).toHaveLength(1);
  });

  it('polls where a proxy has no stream', async () => {
    const asked: string[] = [];
    await follow(undefined, (input, init) => {
      const { pathname } = new URL(input as string);
      asked.push(pathname);
      return pathname === '/feed/stream'
        ? Promise.resolve(new Response('', { status: 504 }))
        : fetch(input, init);
    });
    expect(states.at(-1)).toEqual({ state: 'live', polling: true });
    expect(asked).toEqual(['/feed', '/feed/stream', '/feed/stream', '/feed/changes']);
    await hire('Ivan');
    await eventually(() => expect(hired()).toEqual(['Ivan']), { timeoutMs: 90_000 });
  });
});
