import { type Database, sqlState } from '#lib/postgres';
import {
  countUnseen,
  findEpoch,
  findMarker,
  findMoment,
  type MarkerRow,
  markSeen,
} from './marker-statements.js';

/** A place in the changes of the feed. */
export interface FeedPlace {
  readonly epoch: string;
  readonly position: string;
}

export interface UnseenQuery {
  /** When the feed received the last that was seen. Undefined: nothing was seen. */
  readonly since: string | undefined;
  /** The audiences the reader belongs to. */
  readonly audiences: readonly string[];
  readonly personId: string;
  /** Which argument of an entry is its actor, by the type of the entry. */
  readonly actors: Readonly<Record<string, string>>;
  readonly most: number;
}

export interface Unseen {
  readonly count: number;
  /** There are more, or there may be. */
  readonly capped: boolean;
}

const UNDEFINED_TABLE = '42P01';

/** Up to where people have seen the feed. By when the feed received an entry, which is the same after a rebuild. */
export class Markers {
  constructor(private readonly database: Database) {}

  /** Undefined: they have seen nothing. */
  async find(personId: string): Promise<MarkerRow | undefined> {
    const [row] = await this.database.run(findMarker, personId);
    return row;
  }

  /** Moves the mark on, and never back. `position`: how the caller calls the place. */
  async move(personId: string, position: string, seenAt: string): Promise<void> {
    await this.database.run(markSeen, personId, position, seenAt);
  }

  /** When the feed was at a place. Undefined where it was not yet, or where nothing is known any more of that epoch. */
  async momentOf({ epoch, position }: FeedPlace): Promise<string | undefined> {
    const [known] = await this.database.run(findEpoch, epoch);
    if (!known) return undefined;
    try {
      const [moment] = await this.database.run(findMoment(known.version), position);
      return moment?.at;
    } catch (error) {
      if (sqlState(error) !== UNDEFINED_TABLE) throw error;
      // Dropped in between.
      return undefined;
    }
  }

  /** How many entries the reader has not seen that they may see and that are not their own doing. A range of an index. */
  async unseen(version: number, { since, audiences, personId, actors, most }: UnseenQuery): Promise<Unseen> {
    const [row] = await this.database.run(
      countUnseen(version),
      since ?? null,
      audiences,
      personId,
      JSON.stringify(actors),
      most,
    );
    const { count, is_part: isPart } = row!;
    return { count: Math.min(count, most), capped: count > most || isPart };
  }
}
