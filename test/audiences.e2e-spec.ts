import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskedAnnouncements } from './support/asked-announcements.js';
import { AudienceCompany, readers } from './support/audience-company.js';
import { get } from './support/http.js';
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

  const outputs: Record<string, string> = {
    list: '/feed?limit=100',
    'list of a kind': '/feed?limit=100&type=announcement.*',
    'list of a person': '/feed?limit=100&person=',
    'list of a kind and a person': '/feed?limit=100&type=announcement.posted&person=',
    'list of a time': '/feed?limit=100&from=2000-01-01&to=2999-01-01',
    'list of a moment': '/feed?limit=100&asOf=now',
    'search for a text': '/feed?limit=100&q=soup',
    'search for a text and a person': '/feed?limit=100&q=soup&person=',
  };

  it.each(Object.entries(outputs))(
    'is in the %s for whom it is meant, and for nobody else',
    async (_, path) => {
      for (const reader of readers) {
        const filled = path.replace('=now', `=${new Date().toISOString()}`);
        const url = filled.endsWith('person=') ? filled + company.people['anna']! : filled;
        const ids = await company.idsOf(url, await company.headersOf(reader));
        expect({ reader, ids: all.among(ids) }).toEqual({
          reader,
          ids: all.visibleTo(reader),
        });
      }
    },
  );

  const ofOne: Record<string, string> = { itself: '', 'its history': '/history' };

  it.each(Object.entries(ofOne))(
    'has %s for whom it is meant, for others as if it never was',
    async (_, part) => {
      const headers = await Promise.all(readers.map((reader) => company.headersOf(reader)));
      for (const [n, reader] of readers.entries()) {
        const answers = await Promise.all(
          [...all.asked.keys()].map((id) => get(`${system.feed}/feed/${id}${part}`, headers[n])),
        );
        const there = [...all.asked.keys()].filter((_, at) => answers[at]!.status === 200);
        expect({ reader, there: there.toSorted() }).toEqual({ reader, there: all.visibleTo(reader) });
        for (const { status, body } of answers)
          if (status !== 200) expect({ status, ...body }).toMatchObject({ status: 404, code: 'not-found' });
      }
    },
  );
});
