import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { type Answer, expectProblem, readWholeFeed } from './support/http.js';
import {
  type Announcement,
  announcement,
  IntakeClient,
  newSource,
  placesOf,
} from './support/intake.client.js';
import { type RunningFeed, startApart, startTogether } from './support/running-feed.js';

let system: RunningFeed;
let intake: IntakeClient;

interface Shown {
  readonly message: { readonly text: string };
  readonly source: { readonly service: string; readonly eventId: string };
}

/** What the feed shows of a publisher: texts and ids of the events, newest first. */
async function shownOf(source: string): Promise<[text: string, eventId: string][]> {
  const entries = await readWholeFeed(system.feed, { type: 'announcement.posted' });
  const shown = entries as readonly unknown[] as readonly Shown[];
  return shown
    .filter((entry) => `/${entry.source.service}` === source)
    .map((entry) => [entry.message.text, entry.source.eventId]);
}

describe.each([
  ['in one process', startTogether],
  ['over RabbitMQ', startApart],
])('an event posted by somebody without AMQP, %s', (_, start) => {
  let database: Client;
  beforeAll(async () => {
    system = await start();
    intake = new IntakeClient(system.intake);
    database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await system.close();
  });

  it('is in the feed under the name of its publisher, in each of the three forms', async () => {
    const source = newSource();
    const soup = announcement('Soup', { source, time: '2026-11-20T10:00:00Z' });
    const stew = announcement('Stew', { source, time: '2026-11-20T11:00:01+01:00', subject: 'menu' });
    const cake = announcement('Cake', { source, time: '2026-11-20T10:00:02Z' });
    const tea = announcement('Tea', { source, time: '2026-11-20T10:00:03Z', id: '"чай"' });
    const accepted = (...events: Announcement[]) => ({
      status: 202,
      body: { accepted: events.map(({ id }) => ({ source, id })) },
    });

    expect(await intake.structured(soup)).toMatchObject(accepted(soup));
    expect(await intake.batch([stew, cake])).toMatchObject(accepted(stew, cake));
    expect(await intake.binary(tea)).toMatchObject(accepted(tea));

    await eventually(async () =>
      expect(await shownOf(source)).toEqual([
        ['Tea', tea.id],
        ['Cake', cake.id],
        ['Stew', stew.id],
        ['Soup', soup.id],
      ]),
    );
  });

  it('reaches the log of the feed as it came, its text sealed, with the request id where it had no other', async () => {
    const extensions = {
      weekday: 'friday',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    const event = announcement('Soup', { ...extensions, time: '2026-11-20T13:00:00+03:00' });
    const own = announcement('Stew', { source: event.source, correlationid: 'of the canteen' });
    await intake.batch([event, own], { 'x-request-id': 'request-17' });
    await eventually(async () => {
      const { rows } = await database.query(
        'SELECT event FROM feed.log WHERE event_id = ANY ($1) ORDER BY position',
        [[event.id, own.id]],
      );
      const sealed = { text: expect.stringMatching(/^personal\.v1\./) as string };
      const expected = [
        { event: { ...event, data: sealed, correlationid: 'request-17' } },
        { event: { ...own, data: sealed } },
      ];
      expect(rows).toHaveLength(2);
      expect(rows).toEqual(expect.arrayContaining(expected));
    });
  });

  it('is one entry, though it came twenty times at once', async () => {
    const event = announcement('Soup');
    const answers = await Promise.all(Array.from({ length: 20 }, () => intake.structured(event)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const last = announcement('Stew', { source: event.source, time: '2026-11-20T10:00:01Z' });
    await intake.structured(last);
    await eventually(async () => expect(await shownOf(event.source)).toHaveLength(2));
    expect(await shownOf(event.source)).toEqual([
      ['Stew', last.id],
      ['Soup', event.id],
    ]);
  });

  it('of an ordered stream takes effect in order, in whatever order the stream was posted', async () => {
    const source = newSource();
    const stream = Array.from({ length: 12 }, (_item, n) =>
      announcement(`${n + 1}`, { source, subject: 'menu', sequence: n + 1 }),
    );
    const shuffled = [7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 6, 4].map((n) => stream[n]!);
    for (const event of shuffled.slice(0, 6)) await intake.structured(event);
    await intake.batch(shuffled.slice(6));
    await eventually(async () => {
      const { rows } = await database.query<{ sequence: string }>(
        'SELECT sequence FROM feed.log WHERE source = $1 ORDER BY position',
        [source],
      );
      expect(rows.map(({ sequence }) => Number(sequence))).toEqual(stream.map((_event, n) => n + 1));
    });
    await eventually(async () => expect(await shownOf(source)).toHaveLength(12));
  });

  it.each<[what: string, status: number, code: string, faulty: string[], change: object]>([
    ['no source', 400, 'request-invalid', ['source'], { source: undefined }],
    ['no id', 400, 'request-invalid', ['id'], { id: undefined }],
    ['no data', 400, 'request-invalid', ['data'], { data: undefined }],
    ['two faults', 400, 'request-invalid', ['subject', 'time'], { time: 'noon', subject: '' }],
    ['U+0000', 400, 'request-invalid', ['mood'], { mood: '\0' }],
    ['an unknown type', 422, 'type-unknown', ['type'], { type: 'menu.changed.v1' }],
    [
      'data beside its contract',
      422,
      'contract-violated',
      ['data/text', 'data/link'],
      { data: { link: '' } },
    ],
    ['the type of a source of ours', 403, 'source-not-allowed', ['source'], { type: 'employee.hired.v1' }],
    ['the name of a source of ours', 403, 'source-not-allowed', ['source'], { source: '/thanks' }],
    ['the name of another source', 403, 'source-not-allowed', ['source'], { source: '/payroll' }],
  ])('is refused with the whole batch when one has %s', async (_what, status, code, faulty, change) => {
    const source = newSource();
    const good = ['Soup', 'Stew', 'Cake'].map((text) => announcement(text, { source }));
    const answer = await intake.batch([...good, announcement('Bad', { source, ...change })]);
    expectProblem(answer, status, code);
    expect(placesOf(answer)).toEqual(faulty.map((place) => `#/3/${place}`));
    const { rows } = await database.query('SELECT FROM event_intake.events WHERE meta #>> $1 = ANY ($2)', [
      '{envelope,id}',
      good.map(({ id }) => id),
    ]);
    expect(rows).toEqual([]);
  });

  it('is refused under the id of another one, which stays as it is', async () => {
    const event = announcement('Soup');
    await intake.structured(event);
    const answer = await intake.structured({ ...event, data: { text: { en: 'Stew' } } });
    expectProblem(answer, 409, 'event-id-reused');
    expect(placesOf(answer)).toEqual(['#/id']);
    await eventually(async () => expect(await shownOf(event.source)).toEqual([['Soup', event.id]]));
  });

  it('is refused when it is no CloudEvent, no JSON, or more than a request may hold', async () => {
    const event = announcement('Soup');
    const moody = (size: number) => ({ ...event, mood: 'x'.repeat(size) });
    const refused = async (answer: Promise<Answer>, status: number, code: string) =>
      expectProblem(await answer, status, code);
    await refused(intake.send(event), 415, 'content-type-unsupported');
    await refused(intake.send('soup', { 'content-type': 'text/plain' }), 415, 'content-type-unsupported');
    await refused(intake.structured('{"id":'), 400, 'json-invalid');
    await refused(intake.batch([]), 400, 'request-invalid');
    await refused(intake.batch(Array.from({ length: 101 }, () => event)), 413, 'batch-too-large');
    await refused(intake.structured(moody(64 * 1024)), 413, 'event-too-large');
    await refused(intake.structured(moody(1024 * 1024)), 413, 'body-too-large');
    const answer = await intake.binary({ ...event, source: '', time: 'noon' });
    expectProblem(answer, 400, 'request-invalid');
    expect(placesOf(answer)).toEqual(['ce-source', 'ce-time']);
  });
});
