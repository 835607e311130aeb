import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { AskedAnnouncements } from './support/asked-announcements.js';
import { AudienceCompany, readers } from './support/audience-company.js';
import { FeedStream } from './support/feed-stream.js';
import { get, send } from './support/http.js';
import type { RunningFeed } from './support/running-feed.js';

let company: AudienceCompany;
let system: RunningFeed;

beforeAll(async () => {
  company = await AudienceCompany.start();
  system = company.system;
}, 120_000);
afterAll(() => system.close());

describe('an announcement', () => {
  let all: AskedAnnouncements;
  /** Who followed the feed all the time, and from where each of them would go on. */
  const streams: FeedStream[] = [];
  const positions: string[] = [];
  afterAll(() => streams.forEach((stream) => stream.close()));

  beforeAll(async () => {
    const made = Object.keys({ ...company.departments, ...company.people }).length;
    await eventually(async () => {
      const { body } = await get(`${system.feed}/feed`);
      expect(body['items']).toHaveLength(made);
    });
    for (const reader of readers) {
      const headers = await company.headersOf(reader);
      const { body } = await get(`${system.feed}/feed?limit=1`, headers);
      positions.push((body['meta'] as unknown as { position: string }).position);
      streams.push(await FeedStream.open(system.feed, headers, { since: positions.at(-1)! }));
    }
    all = await AskedAnnouncements.post(company);
  });

  const toldBy = (events: readonly { event?: string | undefined; data: unknown }[]): string[] => {
    const added = events.filter(({ event }) => event === 'entry.added');
    const ids = added.map(({ data }) => (data as { entry: { id: string } }).entry.id);
    return all.among(ids);
  };

  /** Each way to be told of changes, and what it tells the reader of that number. */
  const tellings: Record<string, (n: number) => Promise<string[]>> = {
    live: (n) => Promise.resolve(toldBy(streams[n]!.events)),
    replay: async (n) => {
      const headers = await company.headersOf(readers[n]!);
      const stream = await FeedStream.open(system.feed, headers, { since: positions[n]! });
      const { replayed } = (await stream.next('hello')).data as unknown as { replayed: number };
      await eventually(() =>
        expect(stream.events.filter(({ event }) => event !== undefined).length).toBeGreaterThan(replayed),
      );
      stream.close();
      return toldBy(stream.events);
    },
    changes: async (n) => {
      const query = new URLSearchParams({ since: positions[n]! }).toString();
      const { body } = await get(
        `${system.feed}/feed/changes?${query}`,
        await company.headersOf(readers[n]!),
      );
      return toldBy(body['changes'] as unknown as { event: string; data: unknown }[]);
    },
  };

  it.each(Object.entries(tellings))(
    'is told %s to whom it is meant for, and to nobody else',
    async (_, tell) => {
      for (const [n, reader] of readers.entries())
        await eventually(async () =>
          expect({ reader, ids: await tell(n) }).toEqual({ reader, ids: all.visibleTo(reader) }),
        );
    },
  );

  it('counts as unseen for whom it is meant, unless it is their own doing', async () => {
    for (const [n, reader] of readers.entries()) {
      if (reader.source !== undefined) continue;
      const headers = await company.headersOf(reader);
      const body = { position: positions[n] };
      const answer = await send('PUT', `${system.feed}/feed/marker`, body, headers);
      const count = reader.name === 'anna' ? 0 : all.visibleTo(reader).length;
      expect({ reader, unseen: answer.body['unseen'] }).toEqual({ reader, unseen: { count, capped: false } });
    }
  });
});
