import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskedAnnouncements } from './support/asked-announcements.js';
import { AudienceCompany, readers } from './support/audience-company.js';
import { post, send } from './support/http.js';
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
  beforeAll(async () => {
    all = await AskedAnnouncements.post(company);
  });

  /** Ids as the exports write them. */
  const urnsIn = (document: string): string[] =>
    [...document.matchAll(/urn:uuid:([\da-f-]{36})/g)].map(([, id = '']) => id);
  const exportedTo = async (url: string, headers = {}): Promise<string[]> => {
    const answer = await fetch(url, { headers });
    expect(answer.status).toBe(200);
    return all.among(urnsIn(await answer.text()));
  };

  it.each(['atom', 'json'])(
    'is in the feed as %s for whom it is meant, and for nobody else',
    async (form) => {
      const url = `${system.feed}/feed.${form}?limit=100`;
      for (const reader of readers) {
        const ids = await exportedTo(url, await company.headersOf(reader));
        expect({ reader, ids }).toEqual({ reader, ids: all.visibleTo(reader) });
      }
    },
  );

  it('is behind the link of a person as if they had no role and were in no group', async () => {
    for (const reader of readers.filter(({ source: service }) => service === undefined)) {
      const made = await post(
        `${system.feed}/feed/subscriptions`,
        undefined,
        await company.headersOf(reader),
      );
      const { id, urls } = made.body as unknown as { id: string; urls: Record<'atom' | 'json', string> };
      for (const url of [urls.atom, urls.json]) {
        const ids = await exportedTo(`${url}&limit=100`);
        expect({ reader, ids }).toEqual({ reader, ids: all.visibleTo({ name: reader.name }) });
      }
      await send(
        'DELETE',
        `${system.feed}/feed/subscriptions/${id}`,
        undefined,
        await company.headersOf(reader),
      );
    }
  });
});
