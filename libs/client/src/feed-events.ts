import type { FeedEntry } from './feed-types.js';
import type { Name, Reaction } from './openapi.js';

/** What each event of the stream brings. */
interface EventData {
  'entry.added': { readonly entry: FeedEntry };
  'entry.updated': { readonly entry: FeedEntry };
  /** Also when the reader may not see it any more. */
  'entry.retracted': { readonly id: string };
  /** All reactions that the entry has now. */
  'reactions.changed': { readonly id: string; readonly reactions: readonly Reaction[] };
  'name.changed': Name;
  /** What was between is not known: read the first page again. The stream goes on from `position`. */
  reset: { readonly reason: string; readonly position: string };
}

/** A change in the feed. Tell them apart by `event`. */
export type FeedEvent = {
  [Event in keyof EventData]: { readonly event: Event; readonly data: EventData[Event] };
}[keyof EventData];

const EVENTS: Readonly<Record<keyof EventData, true>> = {
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

/** The answer of `GET /feed/changes`. */
export interface Changes {
  readonly changes: readonly { readonly event: string; readonly data: unknown }[];
  readonly position: string;
  readonly reset: { readonly reason: string } | null;
}
