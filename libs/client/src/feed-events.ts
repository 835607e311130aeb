import type { Told } from './openapi.js';

/** What was between is not known: read the first page again. The stream goes on from `position`. */
export interface Reset {
  readonly event: 'reset';
  readonly data: { readonly reason: string; readonly position: string };
}

/** A change in the feed, as it is now. Tell them apart by `event`. */
export type FeedEvent = Told | Reset;

const EVENTS: Readonly<Record<FeedEvent['event'], true>> = {
  'entry.added': true,
  'entry.updated': true,
  'entry.retracted': true,
  'reactions.changed': true,
  'name.changed': true,
  reset: true,
};

/** Undefined for what a newer server tells that this client does not know. */
export function feedEventOf(event: string, data: unknown): FeedEvent | undefined {
  return Object.hasOwn(EVENTS, event) ? ({ event, data } as FeedEvent) : undefined;
}

/** The first frame of every connection. */
export interface Hello {
  readonly position: string;
  readonly heartbeatMs: number;
}
