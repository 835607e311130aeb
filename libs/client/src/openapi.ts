// Generated from the OpenAPI document of the feed: `npm run docs:api` makes it anew. Never edited by hand.

/** What a text speaks of. */
export type Arg =
  | Name
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'removed' }
  | { readonly type: 'list'; readonly items: readonly Name[] }
  | { readonly type: 'link'; readonly href: string };

export interface Changes {
  readonly changes: readonly Told[];
  /** For since of the next request. */
  readonly position: string;
  /** The feed is to be read anew, from its first page. */
  readonly reset: {
    readonly reason: 'position-unknown' | 'epoch' | 'audience' | 'too-far-behind' | 'department' | 'names';
  } | null;
}

export interface Entry {
  readonly id: string;
  /** The event's name, without its version. */
  readonly type: string;
  readonly occurredAt: string;
  /** Whose doing it is. */
  readonly actor: Arg | null;
  /** What it is about. */
  readonly subject: Arg | null;
  readonly message: {
    readonly text: string;
    /** The text in pieces, for clients that set names and links. */
    readonly parts: readonly {
      readonly text: string;
      readonly arg?: Name | { readonly type: 'link'; readonly href: string };
    }[];
    /** The ICU message behind the text. */
    readonly template: string;
    readonly args: Readonly<Record<string, Arg>>;
  };
  /** It stands for others as well, and the message speaks of all. */
  readonly group?: Group;
  /** Most first. */
  readonly reactions: readonly Reaction[];
  readonly source: { readonly service: string; readonly eventId: string };
  /** An editor has hidden it; nobody but editors get it. */
  readonly hidden?: true;
}

/** One thing that is wrong with a request, and where. */
export interface Fault {
  /** A JSON pointer into the body, as a URI fragment. */
  readonly pointer?: string;
  /** Of query or path. */
  readonly parameter?: string;
  readonly header?: string;
  readonly code: string;
  readonly detail: string;
}

export interface Feed {
  readonly items: readonly Entry[];
  readonly page: {
    /** For `after`: older entries. */
    readonly next: string | null;
    /** For `before`: newer ones. */
    readonly prev: string | null;
    /** In the direction that was asked for. */
    readonly hasMore: boolean;
  };
  readonly meta: {
    /** Changes with anything in the feed. */
    readonly position: string;
    /** On the first page: what editors put above the others. */
    readonly pinned?: readonly Entry[];
    /** There with `min`: whether all that the tokens are of is in the feed. */
    readonly covered?: boolean;
  };
}

export interface Group {
  /** For `GET /feed/groups/{key}`. */
  readonly key: string;
  readonly count: number;
  /** There are more than were counted. */
  readonly truncated: boolean;
  /** Whose doing it is, or what it is about: a few, the last first. */
  readonly sample: readonly Name[];
  /** Of its time; entries of it are none before. */
  readonly from: string;
  /** When its time is over. */
  readonly to: string;
}

export interface Name {
  readonly type: 'person' | 'department' | 'team';
  readonly id: string;
  /** Null while the feed has not heard it, and of who is forgotten. */
  readonly name: string | null;
  /** There for a person who is forgotten. */
  readonly forgotten?: true;
}

/** RFC 9457. There may be further members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Never changes: what a program may decide by. */
  readonly code: string;
  readonly errors?: readonly Fault[];
  readonly requestId: string;
  readonly instance?: string;
}

export interface Reaction {
  readonly kind: string;
  readonly count: number;
  /** The reader's own is among them. */
  readonly mine: boolean;
}

/** What changed, as it is now. */
export type Told =
  | { readonly event: 'entry.added'; readonly data: { readonly entry: Entry } }
  | {
      readonly event: 'entry.updated';
      readonly data: {
        readonly entry: Entry;
        /** There when that changed. */
        readonly pinned?: boolean;
      };
    }
  | { readonly event: 'entry.retracted'; readonly data: { readonly id: string } }
  | {
      readonly event: 'reactions.changed';
      readonly data: {
        readonly id: string;
        /** Most first. */
        readonly reactions: readonly Reaction[];
      };
    }
  | { readonly event: 'name.changed'; readonly data: Name };

export interface ReadFeedQuery {
  readonly limit?: number;
  readonly after?: string;
  readonly before?: string;
  readonly type?: string | readonly string[];
  readonly person?: string;
  /** With all departments beneath it. */
  readonly department?: string;
  /** From this moment on. */
  readonly from?: string;
  /** Before this moment. */
  readonly to?: string;
  /** Words, or how they begin. */
  readonly q?: string;
  /** The feed as it was at this moment, with the names of then. */
  readonly asOf?: string;
  /** auto: what is much of one kind in a day is one line. Such a page may be short, and go on. */
  readonly group?: 'auto' | 'none';
  /** The id of an entry: it, and what stands above and below it. */
  readonly around?: string;
  readonly min?: string | readonly string[];
  readonly wait?: number;
}

export type ReadFeedAnswer = Feed;

export type ReadEntryAnswer = Entry;

export interface AddReactionAnswer {
  readonly entryId: string;
  readonly kind: string;
  readonly version: number;
}

export interface RemoveReactionAnswer {
  readonly entryId: string;
  readonly kind: string;
  readonly version: number;
}
