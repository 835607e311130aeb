import { randomUUID } from 'node:crypto';
import type { Persona } from '#lib/identity';
import { type Answer, as, post, type RequestHeaders } from './http.js';

/** An event that anybody may publish. */
export interface Announcement {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly data: object;
}

/** A publisher of its own, unless `change` says otherwise. */
export function announcement(en: string, change: object = {}): Announcement {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: newSource(),
    type: 'announcement.posted.v1',
    time: '2026-11-20T10:00:00Z',
    data: { text: { en } },
    ...change,
  };
}

export function newSource(): string {
  return `/canteen-${randomUUID()}`;
}

export const publisher = (source: string): Persona => ({ subject: `publisher of ${source}`, source });

/** `POST /events`, in each of the three forms, by the source of the first event, or any where it has none. */
export class IntakeClient {
  constructor(private readonly address: string) {}

  async send(body: unknown, headers: RequestHeaders = {}, source = '/canteen'): Promise<Answer> {
    return post(`${this.address}/events`, body, { ...(await as(publisher(source))), ...headers });
  }

  structured(event: string | Announcement): Promise<Answer> {
    const source = typeof event === 'string' ? undefined : event.source;
    return this.send(event, { 'content-type': 'application/cloudevents+json' }, source);
  }

  batch(events: readonly Announcement[], headers: RequestHeaders = {}): Promise<Answer> {
    const type = { 'content-type': 'application/cloudevents-batch+json' };
    return this.send(events, { ...type, ...headers }, events[0]?.source);
  }

  binary({ data, ...attributes }: Announcement): Promise<Answer> {
    const headers = Object.entries(attributes).map(([name, value]) => [
      `ce-${name}`,
      encodeURIComponent(value),
    ]);
    return this.send(data, Object.fromEntries(headers) as RequestHeaders, attributes.source || undefined);
  }
}

/** Where the faults are that an answer names. */
export function placesOf({ body }: Answer): (string | undefined)[] {
  const faults = body['errors'] as unknown as readonly { pointer?: string; header?: string }[];
  return faults.map(({ pointer, header }) => pointer ?? header);
}
