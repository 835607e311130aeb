import { randomUUID } from 'node:crypto';
import { type Answer, post } from './http.js';

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

/** `POST /events`, in each of the three forms. */
export class IntakeClient {
  constructor(private readonly address: string) {}

  send(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return post(`${this.address}/events`, body, headers);
  }

  structured(event: unknown): Promise<Answer> {
    return this.send(event, { 'content-type': 'application/cloudevents+json' });
  }

  batch(events: readonly unknown[], headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(events, { 'content-type': 'application/cloudevents-batch+json', ...headers });
  }

  binary({ data, ...attributes }: Announcement): Promise<Answer> {
    const headers = Object.entries(attributes).map(([name, value]) => [
      `ce-${name}`,
      encodeURIComponent(value),
    ]);
    return this.send(data, Object.fromEntries(headers) as Record<string, string>);
  }
}

/** Where the faults are that an answer names. */
export function placesOf({ body }: Answer): (string | undefined)[] {
  const faults = body['errors'] as unknown as readonly { pointer?: string; header?: string }[];
  return faults.map(({ pointer, header }) => pointer ?? header);
}
