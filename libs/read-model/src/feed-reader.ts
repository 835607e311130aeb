import { type Database, sqlState } from '#lib/postgres';
import { liveProjection } from './statements/live-projection.js';
import { type EntryRow, readEntries, readEntry, readPage, readPosition } from './statements/reading.js';

/** Where an entry stands in the feed: pages are read from here on. */
export interface Place {
  readonly occurredAt: string;
  readonly id: string;
}

export interface FeedPageQuery {
  /** The audiences the reader belongs to. */
  readonly audiences: readonly string[];
  readonly limit: number;
  /** Entries older than this place. Without it and `before`: the newest. */
  readonly after?: Place;
  /** Entries newer than this place, the closest ones. Excludes `after`. */
  readonly before?: Place;
  /** Only these kinds of entries. */
  readonly names?: readonly string[];
  /** Only entries that speak of this person. */
  readonly person?: string;
  /** Who reads, as far as is known: their own reactions are marked. */
  readonly reader?: string;
}

export interface FeedPage {
  /** Newest first, in both directions. */
  readonly entries: readonly EntryRow[];
  /** There are more in the direction that was asked for. */
  readonly hasMore: boolean;
}

/** The version of the projection that readers see, and how far it has come. */
export interface FeedPosition {
  readonly version: number;
  /** Differs between projections, also between those of the same version in another database. */
  readonly epoch: string;
  /** Rises with every change, in commit order. */
  readonly position: string;
  /** Of which departments the reader is part now, the closest first, up to the top. */
  readonly departments: readonly string[];
  /** Entries that stand above the others now, the last that was pinned first; the reader may see some of them. */
  readonly pinned: readonly string[];
}

const NEWEST: Place = { occurredAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** The projector has made the tables, and no version of them is live. */
export class NoLiveProjection extends Error {
  override readonly name = 'NoLiveProjection';
}

const UNDEFINED_TABLE = '42P01';

/** Reads the live projection. */
export class FeedReader {
  constructor(private readonly database: Database) {}

  /** Throws {@link NoLiveProjection}, or the database's own error where the projector has not made the schema yet. */
  async position(personId?: string): Promise<FeedPosition> {
    const [live] = await this.database.run(liveProjection);
    if (!live) throw new NoLiveProjection('no projection is live');
    const [row] = await this.database.run(readPosition(live.version), personId ?? null);
    return { ...live, ...row! };
  }

  /**
   * Reads where the feed is now. Once more when the version is gone: it was live when this began, and has been replaced
   * and dropped since.
   */
  async atPosition<Result>(
    personId: string | undefined,
    read: (position: FeedPosition) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await read(await this.position(personId));
    } catch (error) {
      if (sqlState(error) !== UNDEFINED_TABLE) throw error;
      return read(await this.position(personId));
    }
  }

  /** One query, whatever is in the page and however deep it lies. */
  async page(version: number, query: FeedPageQuery): Promise<FeedPage> {
    const { audiences, limit, after, before, names, person, reader } = query;
    const direction = before ? 'newer' : 'older';
    const { occurredAt, id } = before ?? after ?? NEWEST;
    const shape = {
      version,
      direction,
      byPerson: person !== undefined,
      byName: names !== undefined,
    } as const;
    // One more than asked for tells whether there are more; it is the one farthest from the cursor.
    const rows = await this.database.run(
      readPage(shape),
      audiences,
      occurredAt,
      id,
      limit + 1,
      names ?? null,
      person ?? null,
      reader ?? null,
    );
    const entries = before ? rows.slice(-limit) : rows.slice(0, limit);
    return { entries, hasMore: rows.length > limit };
  }

  /** The first `most` of these entries that one of the audiences may see. */
  async entries(
    version: number,
    ids: readonly string[],
    { audiences, reader }: Pick<FeedPageQuery, 'audiences' | 'reader'>,
    most: number,
  ): Promise<readonly EntryRow[]> {
    if (ids.length === 0) return [];
    return this.database.run(readEntries(version), ids, audiences, reader ?? null, most);
  }

  /** Undefined when there is none, and when none of the audiences may see it. */
  async entry(
    version: number,
    id: string,
    { audiences, reader }: Pick<FeedPageQuery, 'audiences' | 'reader'>,
  ): Promise<EntryRow | undefined> {
    const [row] = await this.database.run(readEntry(version), id, audiences, reader ?? null);
    return row;
  }
}
