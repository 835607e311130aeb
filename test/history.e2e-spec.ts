import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { type Answer, as, expectProblem, get, post, readFeed, send } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
beforeAll(async () => (system = await startTogether()));
afterAll(() => system.close());

const editor = () => as({ subject: 'vera', roles: ['editor'] });
const reader = () => as({ subject: 'boris' });
const history = async (id: string, headers = reader(), query = ''): Promise<Answer> =>
  get(`${system.feed}/feed/${id}/history${query}`, await headers);
const typesOf = ({ body }: Answer): string[] =>
  (body['events'] as unknown as { type: string }[]).map(({ type }) => type);
const covered = async (done: Answer): Promise<void> => {
  const { body } = await get(`${system.feed}/feed?wait=5000&min=${done.headers.get('feed-token')}`);
  expect(body).toMatchObject({ meta: { covered: true } });
};
const say = async (method: string, path: string, body?: unknown): Promise<void> =>
  covered(await send(method, `${system.feed}/feed/${path}`, body, await editor()));

async function announce(change: object = {}): Promise<string> {
  const event = announcement('Soup of the day', change);
  await new IntakeClient(system.intake).structured(event);
  const id = entryIdOf(event.source, event.id);
  await eventually(async () => expect((await history(id, editor())).status).toBe(200));
  return id;
}

async function hire(): Promise<{ person: string; entryId: string }> {
  const hired = await post(
    `${system.registrar}/employees`,
    { name: 'Anna Ivanova', position: 'Engineer' },
    { 'x-request-id': 'request-of-the-hire' },
  );
  await covered(hired);
  const person = String(hired.body['id']);
  const { items } = await readFeed(system.feed, { person, type: 'employee.hired' });
  return { person, entryId: items[0]!.id };
}

describe('the history of an entry', () => {
  it('tells which event made it, and nothing of what that says', async () => {
    const { person, entryId } = await hire();
    const { status, body, headers } = await history(entryId);
    expect(status).toBe(200);
    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
    expect(body).toEqual({
      events: [
        {
          id: expect.any(String) as string,
          type: 'employee.hired.v1',
          source: 'employee-registrar',
          sequence: 1,
          occurredAt: timestamp,
          receivedAt: timestamp,
          requestId: 'request-of-the-hire',
        },
      ],
      hasMore: false,
    });
    const again = { ...(await reader()), 'if-none-match': headers.get('etag')! };
    expect((await get(`${system.feed}/feed/${entryId}/history`, again)).status).toBe(304);
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`Anna|personal\\.v1|${person}`));
  });

  it('tells the trace that its publisher was in', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const id = await announce({ traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    expect((await history(id)).body).toMatchObject({ events: [{ traceId }] });
  });

  it('goes on with what changed it later, and not with what has an entry of its own', async () => {
    const { person, entryId } = await hire();
    await covered(await post(`${system.registrar}/employees/${person}/position`, { position: 'Lead' }));
    expect(typesOf(await history(entryId))).toEqual(['employee.hired.v1']);
    await covered(await send('DELETE', `${system.registrar}/employees/${person}/personal-data`));
    expect(typesOf(await history(entryId))).toEqual(['employee.hired.v1', 'employee.forgotten.v1']);
    const { items } = await readFeed(system.feed, { person, type: 'employee.position-changed' });
    expect(typesOf(await history(items[0]!.id))).toEqual([
      'employee.position-changed.v1',
      'employee.forgotten.v1',
    ]);
  });

  it('has what editors did, and whose word it was, for editors alone', async () => {
    const id = await announce();
    await say('PUT', `${id}/pin`, {});
    await say('PUT', `${id}/hidden`, { reason: 'A secret reason' });
    expectProblem(await history(id), 404, 'not-found');
    await say('DELETE', `${id}/hidden`);
    expect(typesOf(await history(id))).toEqual(['announcement.posted.v1']);
    const all = await history(id, editor());
    expect(all.body['events']).toMatchObject([
      { type: 'announcement.posted.v1' },
      { type: 'entry.pinned.v1', source: 'curation', by: 'vera' },
      { type: 'entry.hidden.v1', by: 'vera', sequence: 2 },
      { type: 'entry.shown.v1', by: 'vera' },
    ]);
    expect(JSON.stringify(all.body)).not.toContain('secret');
    const some = await history(id, editor(), '?limit=2');
    expect(typesOf(some)).toEqual(['announcement.posted.v1', 'entry.pinned.v1']);
    expect(some.body['hasMore']).toBe(true);
    expect((await history(id, editor(), '?limit=4')).body['hasMore']).toBe(false);
  });

  it('is not there where the entry is not, or not for the reader', async () => {
    expectProblem(await history(entryIdOf('/nobody', 'nothing')), 404, 'not-found');
    const id = await announce({ data: { text: { en: 'For editors' }, audience: ['role:editor'] } });
    expectProblem(await history(id), 404, 'not-found');
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?colour=red'])('is refused with %s', async (query) => {
    const { entryId } = await hire();
    expectProblem(await history(entryId, reader(), query), 400, 'request-invalid');
  });
});
