import type { CloudEvent } from '#lib/envelope';

/** Names a stream over all sources. */
export interface StreamKey {
  readonly source: string;
  readonly stream: string;
}

/** Where a stream stands before a batch. */
export interface StreamState extends StreamKey {
  readonly lastSequence: number;
  /** Rises with everything that happens to the stream; 0 before anything has. */
  readonly revision: number;
  /** One of its events is parked: what follows waits behind it. */
  readonly parked: boolean;
  /** Came before their predecessors, in order. */
  readonly pending: readonly CloudEvent[];
  /** There may be more of them, behind a hole or too many at once. */
  readonly isPart?: boolean;
}

/** A stream, and events of it by their sequence. */
export interface StreamPlaces extends StreamKey {
  readonly sequences: readonly number[];
}

/** A line of the feed. Ids of people and departments, never their names. */
export interface NewEntry {
  readonly id: string;
  readonly occurredAt: string;
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  /** Whose later events may retract it; none where events have no order. */
  readonly stream?: string;
  readonly args: unknown;
  /** All that it speaks of and that has a name, e.g. `person:e-1`: whoever asks for one of them gets it. */
  readonly mentions: readonly string[];
  readonly audience: readonly string[];
}

/** What somebody or something is called from now on. */
export interface NameChange {
  /** Its kind and id, e.g. `department:d-1`. */
  readonly mention: string;
  readonly name: string;
}

/** Who or what is part of which department from now on. */
export interface PlacementChange {
  /** Its kind and id, e.g. `person:e-1`. */
  readonly mention: string;
  /** Null: of none. */
  readonly departmentId: string | null;
}

/** Somebody's reaction on an entry, which may not have come yet: there from now on, or no longer. */
export interface ReactionChange {
  readonly entryId: string;
  readonly personId: string;
  readonly kind: string;
  readonly isThere: boolean;
}

/** An editor's word on an entry, which may not have come yet. */
export interface CurationChange {
  readonly entryId: string;
  readonly what: 'hidden' | 'pinned';
  /** From now on, or no longer. */
  readonly isSo: boolean;
  /** RFC 3339. Null: for good. */
  readonly until: string | null;
  readonly since: string;
}

/** A person who is forgotten, or an event whose texts are: whose key is destroyed. */
export interface Forgotten {
  /** `person:<id>` or `event:<source> <id>`. */
  readonly owner: string;
  /** Of an event: its entry. */
  readonly entryId?: string;
}

/** An event that was accepted. */
export interface NewLogged {
  readonly event: CloudEvent;
  /** There is a card for it. */
  readonly shown: boolean;
}

/** Which event it was. */
export interface EventKey {
  readonly source: string;
  readonly eventId: string;
}

/** What a stream has shown is taken back, by this event. */
export interface Retraction extends StreamKey, EventKey {}

/** What a batch does to what readers see. */
export interface ProjectionChanges {
  /** Streams that take back what they have shown before this batch. Each once. */
  readonly retracted: readonly Retraction[];
  /** Entries that came and went within the batch: they were there, whatever it took to see them. */
  readonly passed: readonly (NewEntry & { readonly retractedBy: string })[];
  readonly entries: readonly NewEntry[];
  /** Each mention once. */
  readonly names: readonly NameChange[];
  /** Every name that was told, by which event. */
  readonly namings: readonly (NameChange & EventKey)[];
  /** Each mention once. */
  readonly placements: readonly PlacementChange[];
  /** Each reaction once. */
  readonly reactions: readonly ReactionChange[];
  /** Of each entry what is hidden, and what is pinned, once. */
  readonly curations: readonly CurationChange[];
  /** Whose texts go, and whose name is one that nobody has: in `names`. */
  readonly forgotten: readonly Forgotten[];
}

/** A message that could not be applied, with all that is needed to apply it later. */
export interface NewParked {
  /** The same message again has the same. */
  readonly fingerprint: string;
  readonly reason: string;
  readonly detail: string;
  readonly source?: string;
  readonly stream?: string;
  readonly sequence?: number;
  readonly eventId?: string;
  readonly requestId?: string;
  readonly contentType?: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** All that one batch of messages does to the feed. */
export interface FeedBatch extends ProjectionChanges {
  /** Every stream that moves, or in which something waits from now on; `revision` as it was read. */
  readonly streams: readonly Pick<StreamState, 'source' | 'stream' | 'revision' | 'lastSequence'>[];
  readonly log: readonly NewLogged[];
  readonly pending: readonly CloudEvent[];
  readonly noLongerPending: readonly (StreamKey & { readonly sequence: number })[];
  readonly parked: readonly NewParked[];
}
