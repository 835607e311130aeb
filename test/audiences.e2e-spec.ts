import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { AUDIENCES, AudienceCompany, type Reader, readers } from './support/audience-company.js';
import { get, readFeed, send } from './support/http.js';
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

  let positionBefore: string;

  beforeAll(async () => {
    const made = Object.keys({ ...company.departments, ...company.people }).length;
    await eventually(async () => expect((await readFeed(system.feed)).items).toHaveLength(made));
    positionBefore = (await readFeed(system.feed)).meta.position;
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
        expect({ reader, ids: ids.filter((id) => asked.has(id)).toSorted() }).toEqual({
          reader,
          ids: visibleTo(reader),
        });
      }
    },
  );

  it('counts as unseen for whom it is meant, unless it is their own doing', async () => {
    const persons = readers.filter(({ source: service }) => service === undefined);
    for (const reader of persons) {
      const headers = await company.headersOf(reader);
      const body = { position: positionBefore };
      const answer = await send('PUT', `${system.feed}/feed/marker`, body, headers);
      const count = reader.name === 'anna' ? 0 : visibleTo(reader).length;
      expect({ reader, unseen: answer.body['unseen'] }).toEqual({ reader, unseen: { count, capped: false } });
    }
  });

  const ofOne: Record<string, string> = { itself: '', 'its history': '/history' };

  it.each(Object.entries(ofOne))(
    'has %s for whom it is meant, for others as if it never was',
    async (_, part) => {
      const headers = await Promise.all(readers.map((reader) => company.headersOf(reader)));
      for (const [n, reader] of readers.entries()) {
        const answers = await Promise.all(
          [...asked.keys()].map((id) => get(`${system.feed}/feed/${id}${part}`, headers[n])),
        );
        const there = [...asked.keys()].filter((_, at) => answers[at]!.status === 200);
        expect({ reader, there: there.toSorted() }).toEqual({ reader, there: visibleTo(reader) });
        for (const { status, body } of answers)
          if (status !== 200) expect({ status, ...body }).toMatchObject({ status: 404, code: 'not-found' });
      }
    },
  );
});
