import type { Database } from '#lib/postgres';
import { entryIdOf } from '../entry-id.js';
import type { FeedPosition } from '../feed-position.js';
import { FeedReader } from '../feed-reader.js';
import { countNotShown } from '../statements/consumption.js';
import {
  countParked,
  findEntry,
  findHoles,
  findInLog,
  findInParked,
  findInPending,
  lastReceived,
} from './statements.js';

const MOST_HOLES = 20;

/** An event that has not come although later ones of its stream have. */
export interface Hole {
  readonly source: string;
  readonly stream: string;
  readonly missing: number;
  readonly waiting: number;
  readonly since: string;
}

/** How the feed is. */
export interface FeedStatus {
  readonly projection: FeedPosition;
  /** When the last event came, and how long it had been on its way. Null: none ever came. */
  readonly last: { readonly receivedAt: string; readonly lagSeconds: number } | null;
  /** The oldest ones. */
  readonly holes: readonly Hole[];
  readonly parked: Readonly<Record<string, number>>;
  /** Kept without a card, by type. */
  readonly notShown: Readonly<Record<string, number>>;
}

/** Where the feed has an event: in the log, or waiting, or parked, or nowhere. */
export interface EventInFeed {
  readonly logged: readonly {
    readonly source: string;
    readonly type: string;
    readonly stream: string | null;
    readonly sequence: number | null;
    readonly position: string;
    readonly receivedAt: string;
    /** Null: there is no card for it. */
    readonly entry: {
      readonly id: string;
      readonly isThere: boolean;
      readonly changes: readonly { readonly kind: string; readonly at: string }[];
    } | null;
  }[];
  readonly pending: readonly {
    readonly source: string;
    readonly stream: string;
    readonly sequence: number;
    /** The stream has come as far as this. */
    readonly after: number;
    readonly since: string;
  }[];
  readonly parked: readonly {
    readonly id: string;
    readonly source: string | null;
    readonly reason: string;
    readonly detail: string;
    readonly parkedAt: string;
  }[];
}

/** Looks into the schema `feed`, for operators. Changes nothing. */
export class FeedInspection {
  private readonly reader: FeedReader;

  constructor(private readonly database: Database) {
    this.reader = new FeedReader(database);
  }

  async status(): Promise<FeedStatus> {
    const [last] = await this.database.run(lastReceived);
    const holes = await this.database.run(findHoles, MOST_HOLES);
    return {
      projection: await this.reader.position(),
      last: last
        ? {
            receivedAt: last.received_at.toISOString(),
            lagSeconds: Math.max(0, (last.received_at.getTime() - last.occurred_at.getTime()) / 1000),
          }
        : null,
      holes: holes.map(({ source, stream, missing, waiting, since }) => ({
        source,
        stream,
        missing,
        waiting,
        since: since.toISOString(),
      })),
      parked: countsOf((await this.database.run(countParked)).map(({ reason, count }) => [reason, count])),
      notShown: countsOf((await this.database.run(countNotShown)).map(({ type, count }) => [type, count])),
    };
  }

  /** By its id on the wire; two sources may have used the same. */
  async find(eventId: string): Promise<EventInFeed> {
    const { version } = await this.reader.position();
    const logged = await this.database.run(findInLog, eventId);
    const pending = await this.database.run(findInPending, eventId);
    const parked = await this.database.run(findInParked, eventId);
    return {
      logged: await Promise.all(
        logged.map(async ({ shown, received_at: receivedAt, ...event }) => ({
          ...event,
          receivedAt: receivedAt.toISOString(),
          entry: shown ? await this.entryOf(version, entryIdOf(event.source, eventId)) : null,
        })),
      ),
      pending: pending.map(({ received_at: since, last_sequence: after, ...event }) => ({
        ...event,
        after,
        since: since.toISOString(),
      })),
      parked: parked.map(({ parked_at: parkedAt, ...message }) => ({
        ...message,
        parkedAt: parkedAt.toISOString(),
      })),
    };
  }

  private async entryOf(version: number, id: string): Promise<EventInFeed['logged'][number]['entry']> {
    const [found] = await this.database.run(findEntry(version), id);
    // Events that retract or react have a card and no entry of their own.
    return found!.changes.length === 0 && !found!.is_there
      ? null
      : { id, isThere: found!.is_there, changes: found!.changes };
  }
}

function countsOf(counts: readonly (readonly [name: string, count: number])[]): Record<string, number> {
  return Object.fromEntries(counts);
}
