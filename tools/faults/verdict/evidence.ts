import type { CloudEvent, Envelope } from '#lib/envelope';
import type { Followed } from '../follower/follower.js';
import type { Sent } from '../load/request.js';
import type { Wire } from '../wiretap/wire-order.js';

/** An event as its source has stored it. */
export interface StoredEvent {
  /** The source, as in apps/. */
  readonly app: string;
  readonly stream: string;
  readonly version: number;
  readonly published: number;
  readonly eventId: string;
  readonly type: string;
  readonly data: unknown;
  readonly requestId: string | undefined;
  readonly envelope: Envelope | undefined;
  readonly occurredAt: string;
}

/** What a source has answered under an `Idempotency-Key`. */
export interface UsedKey {
  readonly app: string;
  readonly key: string;
  readonly stream: string;
  readonly version: number;
}

export interface LoggedEvent {
  readonly position: number;
  readonly source: string;
  readonly eventId: string;
  readonly type: string;
  readonly stream: string | undefined;
  readonly sequence: number | undefined;
  readonly event: CloudEvent;
}

export interface Waiting {
  /** Where, and what. */
  readonly place: 'outbox' | 'pending' | 'parked';
  readonly what: string;
  /** The body, of what is parked. */
  readonly body?: string;
}

/** Rows of the live projection, each as one comparable text, by its key. */
export interface Projection {
  readonly entries: ReadonlyMap<string, string>;
  readonly audiences: readonly string[];
  readonly mentions: readonly string[];
  readonly names: ReadonlyMap<string, string>;
  readonly placements: ReadonlyMap<string, string | undefined>;
  readonly reactions: readonly string[];
  readonly curations: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
}

export interface Change {
  readonly position: number;
  readonly entryId: string;
  readonly kind: string;
}

/** An entry of `GET /feed`, as far as it is compared. */
export interface ShownEntry {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly text: string;
  /** `<kind> <count>`, and `mine`. */
  readonly reactions: readonly string[];
  readonly service: string;
  readonly eventId: string;
}

/** All that the verdict is found from: what was asked for, and what is there. */
export interface Evidence {
  readonly sent: readonly Sent[];
  readonly stored: readonly StoredEvent[];
  readonly keys: readonly UsedKey[];
  readonly log: readonly LoggedEvent[];
  readonly waiting: readonly Waiting[];
  readonly projection: Projection;
  readonly changes: readonly Change[];
  /** Positions of changes that a reader saw who went on from the last position each time. */
  readonly positionsRead: readonly number[];
  /** Stored events as somebody read them who goes on from the last place each time. Left out: nobody did. */
  readonly followed?: readonly Followed[];
  /** Left out where there is no broker. */
  readonly wire?: Wire;
  /** The feed as `reader` sees it, page by page. */
  readonly shown: readonly ShownEntry[];
  readonly reader: string;
  readonly planted: { readonly events: readonly CloudEvent[]; readonly marks: readonly string[] };
}

/** What was promised and is not so. */
export interface Violation {
  readonly verdict: 'lost' | 'doubled' | 'disordered' | 'differing' | 'unexpected' | 'stuck';
  /** The offending id first. */
  readonly what: string;
}

/** What the wire has of a stored event. */
export function publishedForm({ app, envelope, ...stored }: StoredEvent): CloudEvent {
  if (envelope) return { ...envelope, data: stored.data };
  return {
    specversion: '1.0',
    id: stored.eventId,
    source: `/${app}`,
    type: stored.type,
    subject: stored.stream,
    sequence: stored.published,
    time: stored.occurredAt,
    data: stored.data,
  };
}

/** Everything that was accepted: what the sources have stored, and what faults have planted. */
export function acceptedEvents({ stored, planted }: Evidence): CloudEvent[] {
  const events = [...stored.map(publishedForm), ...planted.events];
  // A planted event may have been stored by its source as well: it is one event all the same.
  const unique = new Map(stored.map((event) => [keyOf(publishedForm(event)), true]));
  return events.filter((event, n) => n < stored.length || !unique.has(keyOf(event)));
}

export function keyOf({ source, id }: { readonly source: string; readonly id: string }): string {
  return `${source} ${id}`;
}
