import type * as api from './openapi.js';

/** Which entries are meant. Several types are those of any of them; `employee.*` is all that begins so. */
export type FeedFilters = Pick<api.ReadFeedQuery, 'type' | 'person' | 'department' | 'from' | 'to' | 'q'>;

/**
 * What to ask a page of the feed for. `min` is the `Feed-Token` of a command's answer: the page waits for what came of it,
 * at most `wait` milliseconds.
 */
export type FeedQuery = api.ReadFeedQuery;

export type GroupQuery = FeedFilters & Pick<FeedQuery, 'limit' | 'after' | 'before'>;

/** A piece of a message. The texts of all pieces together are the message's text. `arg`: whom or what the piece names. */
export type MessagePart = api.Entry['message']['parts'][number];

/** The entries that an entry speaks for besides itself: `FeedClient.group` reads them. */
export type EntryGroup = NonNullable<api.Entry['group']>;

export type FeedEntry = api.Entry;

/** `meta.position` is where to go on from with `FeedClient.stream`. */
export type FeedPage = api.Feed;

/** The events that made an entry what it is. */
export interface EntryHistory {
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly source: string;
    readonly sequence?: number;
    readonly occurredAt: string;
    readonly receivedAt: string;
    readonly requestId?: string;
    readonly traceId?: string;
    readonly by?: string;
  }[];
}

/** Until where the reader has seen the feed, and how much came since. */
export interface FeedMarker {
  readonly position: string | null;
  readonly seenAt: string | null;
  /** `capped`: there are more than `count`. */
  readonly unseen: { readonly count: number; readonly capped: boolean };
}
