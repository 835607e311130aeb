import { type EventsRequest, readEvents } from '../src/http-binding.js';
import { Refusal } from '../src/refusal.js';

export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';

export const attributes = {
  specversion: '1.0',
  id: 'menu-17',
  source: '/canteen',
  type: 'announcement.posted.v1',
  time: '2026-11-20T10:00:00+03:00',
};
export const event = { ...attributes, data: { text: { en: 'Soup' } } };
export const correlationid = 'request-1';

export function sent(contentType: string | undefined, body: unknown, headers: object = {}): EventsRequest {
  return {
    id: correlationid,
    headers: { ...(contentType !== undefined && { 'content-type': contentType }), ...headers },
    body,
  };
}

export function binary(
  changed: Record<string, string>,
  body: unknown = event.data,
  contentType = 'application/json',
): EventsRequest {
  const headers = Object.entries({ ...attributes, ...changed }).map(([name, value]) => [`ce-${name}`, value]);
  return sent(contentType, body, Object.fromEntries(headers) as object);
}

/** How it is refused. */
export function refusalOf(request: EventsRequest): Refusal {
  try {
    readEvents(request);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was taken for an event');
}

/** Places and codes. */
export function faultsOf(request: EventsRequest): (string | undefined)[][] {
  return refusalOf(request).faults.map(({ pointer, header, code }) => [pointer ?? header, code]);
}
