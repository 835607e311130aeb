import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { type ExportedFeed, readAtom, readJsonFeed } from './support/feed-documents.js';
import { as, get, post, readWholeFeed } from './support/http.js';
import { announcement, IntakeClient } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';
import { refused, subscribeTo } from './support/subscriptions.js';

const NAME = `<b>"Anna" & 'Co'</b> ]]> שרה 🎉`;

let system: RunningFeed;
let anna: string;
beforeAll(async () => {
  system = await startTogether();
  anna = await hire(NAME);
  for (let n = 0; n < 7; n++) await hire(`Person ${n}`);
  const data = { text: { en: `Menu ${NAME}`, ru: 'Меню' }, link: 'https://canteen.example/?a=1&b=<2>' };
  await announce({ data });
});
afterAll(() => system.close());

async function hire(name: string): Promise<string> {
  const { body, headers } = await post(`${system.registrar}/employees`, { name, position: 'Engineer' });
  await get(`${system.feed}/feed?wait=5000&min=${headers.get('feed-token')}`);
  return String(body['id']);
}
async function announce(change: object): Promise<string> {
  const event = announcement('', change);
  expect((await new IntakeClient(system.intake).structured(event)).status).toBe(202);
  const id = entryIdOf(event.source, event.id);
  await eventually(async () => expect((await get(`${system.feed}/feed/${id}`)).status).toBe(200));
  return id;
}

const subscribe = (subject: string, more: object = {}) => subscribeTo(system.feed, subject, more);
const someone = () => `reader-${randomUUID()}`;

interface Format {
  readonly form: 'atom' | 'json';
  readonly type: string;
  readonly read: (body: string) => ExportedFeed;
}
const formats: Format[] = [
  { form: 'atom', type: 'application/atom+xml; charset=utf-8', read: readAtom },
  { form: 'json', type: 'application/feed+json; charset=utf-8', read: readJsonFeed },
];

/** Without signing in, as feed readers do. */
async function fetched({ type, read }: Format, url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(type);
  return { headers: answer.headers, feed: read(await answer.text()) };
}
describe.each(formats)('the feed as $form', (format) => {
  const { form } = format;

  it('is all that GET /feed is, page after page by its links', async () => {
    const { urls } = await subscribe(someone());
    const all = [];
    const ids = new Set<string | undefined>();
    let next: string | undefined = `${urls[form]}&limit=4&type=employee.*`;
    while (next !== undefined) {
      const { feed } = await fetched(format, next);
      expect(feed.selfUrl).toBe(next);
      expect(feed.entries.length).toBeLessThanOrEqual(4);
      ids.add(feed.id);
      all.push(...feed.entries);
      next = feed.nextUrl;
    }
    const entries = await readWholeFeed(system.feed, { type: 'employee.*' });
    expect(all.map(({ id }) => id)).toEqual(entries.map(({ id }) => `urn:uuid:${id}`));
    expect(all.map(({ text }) => text)).toEqual(entries.map(({ message }) => message.text));
    expect(ids.size).toBe(1);
  });

  it('has names as they are, whatever is in them', async () => {
    const { urls } = await subscribe(someone());
    const { feed } = await fetched(format, `${urls[form]}&person=${anna}`);
    expect(feed.entries).toEqual([
      { id: expect.any(String) as string, text: `${NAME} joined as Engineer`, author: NAME },
    ]);
    const none = await fetched(format, `${urls[form]}&person=nobody`);
    expect(none.feed).toMatchObject({ entries: [], nextUrl: undefined });
  });

  it('is in the language of the reader, under the same ids', async () => {
    const { urls } = await subscribe(someone());
    const url = `${urls[form]}&type=announcement.*`;
    const english = await fetched(format, url);
    const russian = await fetched(format, url, { 'accept-language': 'ru' });
    expect(russian.headers.get('content-language')).toBe('ru');
    expect(russian.feed.entries.map(({ id }) => id)).toEqual(english.feed.entries.map(({ id }) => id));
    expect([english, russian].map(({ feed }) => feed.entries[0]!.text)).toEqual([`Menu ${NAME}`, 'Меню']);
    expect(russian.feed.id).toBe(english.feed.id);
  });

  it('is not sent again to whoever has it', async () => {
    const { urls } = await subscribe(someone());
    const { headers } = await fetched(format, urls[form]);
    expect(headers.get('cache-control')).toContain('private');
    const tag = { 'if-none-match': headers.get('etag')! };
    expect((await fetch(urls[form], { headers: tag })).status).toBe(304);
    await hire('Somebody new');
    expect((await fetch(urls[form], { headers: tag })).status).toBe(200);
  });

  it('refuses parameters that GET /feed refuses', async () => {
    const { urls } = await subscribe(someone());
    expect(await refused(`${urls[form]}&colour=red`)).toEqual([400, 'request-invalid']);
    expect(await refused(`${urls[form]}&limit=101`)).toEqual([400, 'request-invalid']);
    expect(await refused(`${urls[form]}&after=x`)).toEqual([400, 'cursor-invalid']);
  });

  it('is for who is signed in with their roles, and for links without', async () => {
    const subject = someone();
    const hr = await announce({ data: { text: { en: 'For hr' }, audience: ['role:hr'] } });
    const own = await announce({
      data: { text: { en: 'For one' }, audience: [`person:${subject}`, 'role:hr'] },
    });
    const idsAt = async (url: string, headers = {}) =>
      (await fetched(format, url, headers)).feed.entries.map(({ id }) => id.replace('urn:uuid:', ''));
    const signedIn = await as({ subject, roles: ['hr'] });
    expect(await idsAt(`${system.feed}/feed.${form}`, signedIn)).toEqual(expect.arrayContaining([hr, own]));
    const { urls } = await subscribe(subject, { roles: ['hr'] });
    const byLink = await idsAt(urls[form]);
    expect(byLink).toContain(own);
    expect(byLink).not.toContain(hr);
    const other = await subscribe(someone());
    expect(await idsAt(other.urls[form])).not.toContain(own);
  });
});
