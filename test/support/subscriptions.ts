import { expect } from 'vitest';
import { as, post } from './http.js';

/** A subscription with its links, as it is answered once. */
export interface Made {
  readonly id: string;
  readonly urls: { readonly atom: string; readonly json: string };
}

export async function subscribeTo(feed: string, subject: string, more: object = {}): Promise<Made> {
  const answer = await post(`${feed}/feed/subscriptions`, undefined, await as({ subject, ...more }));
  expect(answer.status).toBe(201);
  return answer.body as unknown as Made;
}

/** Status and code, for whoever has nothing but the link. */
export async function refused(url: string): Promise<unknown> {
  const answer = await fetch(url);
  return [answer.status, ((await answer.json()) as { code?: string }).code];
}
