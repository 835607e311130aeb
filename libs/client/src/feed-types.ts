import type * as api from './openapi.js';

/** Which entries are meant. Several types are those of any of them; `employee.*` is all that begins so. */
export type FeedFilters = Pick<api.ReadFeedQuery, 'type' | 'person' | 'department' | 'from' | 'to' | 'q'>;

/** What to ask a page of the feed for. */
export interface FeedQuery extends api.ReadFeedQuery {
  readonly group?: 'auto' | 'none';
  /** The `Feed-Token` of a command's answer: the page waits for what came of it, at most `wait` milliseconds. */
  readonly min?: string;
  readonly wait?: number;
}

export type GroupQuery = FeedFilters & Pick<FeedQuery, 'limit' | 'after' | 'before'>;

/** A piece of a message. The texts of all pieces together are the message's text. `arg`: whom or what the piece names. */
export type MessagePart = api.Entry['message']['parts'][number];

/** The entries that an entry speaks for besides itself: `FeedClient.group` reads them. */
export interface EntryGroup {
  readonly key: string;
  readonly count: number;
  /** There are more than were counted. */
  readonly truncated: boolean;
  readonly sample: readonly api.Name[];
  readonly from: string;
  readonly to: string;
}

export interface FeedEntry extends api.Entry {
  readonly group?: EntryGroup;
}

/** `meta.position` is where to go on from with `FeedClient.stream`. */
export interface FeedPage extends Omit<api.Feed, 'items' | 'meta'> {
  readonly items: readonly FeedEntry[];
  readonly meta: {
    readonly position: string;
    readonly pinned?: readonly FeedEntry[];
    /** There when `min` was given: whether the page has what was waited for. */
    readonly covered?: boolean;
  };
}

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
