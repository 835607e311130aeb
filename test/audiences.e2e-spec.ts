import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { AUDIENCES, AudienceCompany, type Reader, readers } from './support/audience-company.js';
import { FeedStream } from './support/feed-stream.js';
import { get } from './support/http.js';
import { announcement, IntakeClient, newSource } from './support/intake.client.js';
import type { RunningFeed } from './support/running-feed.js';

let company: AudienceCompany;
let system: RunningFeed;

beforeAll(async () => {
  company = await AudienceCompany.start();
  system = company.system;
}, 120_000);
afterAll(() => system.close());

describe('an announcement', () => {
  const source = newSource();
  /** Each audience, and each two neighbours, by the id of the entry that asks for them. */
  const asked = new Map<string, readonly string[]>();
  const visibleTo = (reader: Reader): string[] =>
    [...asked]
      .filter(([, all]) => all.some((one) => AUDIENCES[one]!(reader)))
      .map(([id]) => id)
      .toSorted();

  /** Who followed the feed all the time, and from where each of them would go on. */
  const streams: FeedStream[] = [];
  const positions: string[] = [];
  afterAll(() => streams.forEach((stream) => stream.close()));

  beforeAll(async () => {
    for (const reader of readers) {
      const headers = await company.headersOf(reader);
      const { body } = await get(`${system.feed}/feed?limit=1`, headers);
      positions.push((body['meta'] as unknown as { position: string }).position);
      streams.push(await FeedStream.open(system.feed, headers, { since: positions.at(-1)! }));
    }
    const single = Object.keys(AUDIENCES).map((one) => [one]);
    const events = [...single, ...single.slice(1).map((one, n) => [...single[n]!, ...one])].map(
      (audience, n) => {
        const id = `${source}-${n}`;
        asked.set(entryIdOf(source, id), audience);
        const data = {
          text: { en: 'Soup' },
          actorId: company.people['anna'],
          audience: audience.map((one) => company.named(one)),
        };
        return announcement('Soup', { source, id, data });
      },
    );
    expect((await new IntakeClient(system.intake).batch(events)).status).toBe(202);
    const last = [...asked].findLast(([, audience]) => audience.includes('role:hr'))![0];
    await eventually(async () => expect((await get(`${system.feed}/feed/${last}`)).status).toBe(200));
  });

  const outputs: Record<string, string> = {
    list: '/feed?limit=100',
    'list of a kind': '/feed?limit=100&type=announcement.*',
    'list of a person': '/feed?limit=100&person=',
    'list of a kind and a person': '/feed?limit=100&type=announcement.posted&person=',
    'list of a time': '/feed?limit=100&from=2000-01-01&to=2999-01-01',
    'search for a text': '/feed?limit=100&q=soup',
    'search for a text and a person': '/feed?limit=100&q=soup&person=',
  };

  it.each(Object.entries(outputs))(
    'is in the %s for whom it is meant, and for nobody else',
    async (_, path) => {
      for (const reader of readers) {
        const url = path.endsWith('person=') ? path + company.people['anna']! : path;
        const ids = await company.idsOf(url, await company.headersOf(reader));
        expect({ reader, ids: ids.filter((id) => asked.has(id)).toSorted() }).toEqual({
          reader,
          ids: visibleTo(reader),
        });
      }
    },
  );

  const toldBy = (events: readonly { event?: string | undefined; data: unknown }[]): string[] => {
    const added = events.filter(({ event }) => event === 'entry.added');
    const ids = added.map(({ data }) => (data as { entry: { id: string } }).entry.id);
    return ids.filter((id) => asked.has(id)).toSorted();
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
          expect({ reader, ids: await tell(n) }).toEqual({ reader, ids: visibleTo(reader) }),
        );
    },
  );

  it('is there by its id for whom it is meant, and is not there for anybody else, as if it never was', async () => {
    const headers = await Promise.all(readers.map((reader) => company.headersOf(reader)));
    for (const [n, reader] of readers.entries()) {
      const answers = await Promise.all(
        [...asked.keys()].map((id) => get(`${system.feed}/feed/${id}`, headers[n])),
      );
      const there = [...asked.keys()].filter((_, at) => answers[at]!.status === 200);
      expect({ reader, there: there.toSorted() }).toEqual({ reader, there: visibleTo(reader) });
      for (const { status, body } of answers)
        if (status !== 200) expect({ status, ...body }).toMatchObject({ status: 404, code: 'not-found' });
    }
  });
});
