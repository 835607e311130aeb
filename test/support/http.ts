import { expect } from 'vitest';
import type { Persona } from '#lib/identity';
import { CHIEF, testTokens } from '#lib/testing';

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, never> & { readonly [field: string]: unknown };
}

/** `null`: without one that is there otherwise. */
export type RequestHeaders = Readonly<Record<string, string | null>>;

export const as = async (persona: Persona): Promise<{ authorization: string }> =>
  (await testTokens()).as(persona);

/** For a program that is given one. */
export const tokenOf = async (persona: Persona): Promise<string> =>
  (await as(persona)).authorization.replace('Bearer ', '');

/** As {@link CHIEF}, unless the headers have another token, or `null`: then nobody is signed in. */
export async function send(
  method: string,
  url: string,
  body?: unknown,
  headers: RequestHeaders = {},
): Promise<Answer> {
  const type = { 'content-type': body === undefined ? null : 'application/json' };
  const wanted = Object.entries({ ...type, ...(await as(CHIEF)), ...headers });
  const response = await fetch(url, {
    method,
    headers: wanted.filter((header): header is [string, string] => header[1] !== null),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
  };
}

export const get = (url: string, headers?: RequestHeaders): Promise<Answer> =>
  send('GET', url, undefined, headers);
export const post = (url: string, body: unknown, headers?: RequestHeaders): Promise<Answer> =>
  send('POST', url, body, headers);

export function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ status, code, type: `urn:company-feed:problem:${code}` });
  expect(answer.status).toBe(status);
}

export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly actor: { readonly id: string; readonly name: string | null };
  readonly subject: { readonly id: string; readonly type: string; readonly name: string | null };
  readonly message: { readonly text: string };
  readonly reactions: readonly { readonly kind: string; readonly count: number; readonly mine: boolean }[];
}

export interface FeedPage {
  readonly items: readonly Entry[];
  readonly page: { readonly next: string | null; readonly prev: string | null; readonly hasMore: boolean };
  readonly meta: { readonly position: string };
}

export async function readFeed(feed: string, params: Record<string, string> = {}): Promise<FeedPage> {
  const answer = await get(`${feed}/feed?${new URLSearchParams(params).toString()}`);
  if (answer.status !== 200) throw new Error(`GET /feed: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as unknown as FeedPage;
}

/** Every entry of the feed, newest first, page by page. */
export async function readWholeFeed(feed: string, params: Record<string, string> = {}): Promise<Entry[]> {
  const entries: Entry[] = [];
  let after: string | null = null;
  do {
    const page = await readFeed(feed, { limit: '100', ...params, ...(after !== null && { after }) });
    entries.push(...page.items);
    after = page.page.next;
  } while (after !== null);
  return entries;
}
