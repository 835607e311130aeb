import { type Database, sqlState } from '#lib/postgres';
import type { FeedPosition, PositionQuery } from './feed-position.js';
import type { FeedWatch } from './feed-watch.js';
import { positionOf, RememberedFeed, type SincePosition } from './remembered-feed.js';
import { liveProjection } from './statements/live-projection.js';
import { type FeedPageQuery, pageValues } from './page-query.js';
import { type EntryRow, readEntries, readEntry } from './statements/entries.js';
import { type PositionRow, readPosition } from './statements/position.js';
import { readPage } from './statements/reading.js';
import { readPastPage } from './statements/reading-past.js';
import { readSearch } from './statements/searching.js';

export interface FeedPage {
  /** Newest first, in both directions. */
  readonly entries: readonly EntryRow[];
  /** There are more in the direction that was asked for. */
  readonly hasMore: boolean;
}

/** The projector has made the tables, and no version of them is live. */
export class NoLiveProjection extends Error {
  override readonly name = 'NoLiveProjection';
}

const UNDEFINED_TABLE = '42P01';

/** Reads the live projection. */
export class FeedReader {
  private readonly remembered: RememberedFeed | undefined;
  /** The version that was live last. */
  private version: number | undefined;

  /** `watch`: what is heard of the feed, where something may be remembered of it. */
  constructor(
    private readonly database: Database,
    watch?: FeedWatch,
  ) {
    this.remembered = watch && new RememberedFeed((query) => this.ask(query), watch);
  }

  /**
   * One query. Throws {@link NoLiveProjection}, or the database's own error where the projector has not made the schema
   * yet.
   */
  async position(query: PositionQuery = {}): Promise<FeedPosition> {
    const position = positionOf(await this.ask(query));
    this.saw(position);
    return position;
  }

  /** The position for a reader where it is known without asking: the same object for as long as nothing has changed. */
  known(personId: string | undefined): FeedPosition | undefined {
    return this.remembered?.now(personId);
  }

  /** Takes note of what somebody has read of the feed: who asks here is told of no older one. */
  saw(seen: Pick<FeedPosition, 'epoch' | 'position'>): void {
    this.remembered?.saw(seen);
  }

  /**
   * Reads where the feed is now. Once more when the version is gone: it was live when this began, and has been replaced
   * and dropped since.
   */
  async atPosition<Result>(
    query: PositionQuery,
    read: (position: FeedPosition) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await read(await this.position(query));
    } catch (error) {
      if (sqlState(error) !== UNDEFINED_TABLE) throw error;
      return read(await this.position(query));
    }
  }

  /** The same, but that a commit counts once it was heard of, which is some milliseconds later: then it may ask nothing. */
  async atKnownPosition<Result>(
    { personId, department }: PositionQuery,
    read: (position: FeedPosition) => Promise<Result>,
  ): Promise<Result> {
    if (!this.remembered || department !== undefined) return this.atPosition({ personId, department }, read);
    try {
      return await read(await this.remembered.position(personId));
    } catch (error) {
      if (sqlState(error) !== UNDEFINED_TABLE) throw error;
      return read(await this.position({ personId }));
    }
  }

  /** One query, but for the first time and after a switch. */
  private async ask({ personId, department, since }: SincePosition): Promise<PositionRow> {
    const { version } = this;
    const values = [personId ?? null, department ?? null, since ?? null] as const;
    if (version !== undefined) {
      const [row] = await this.database.run(readPosition(version), ...values).catch((error: unknown) => {
        if (sqlState(error) !== UNDEFINED_TABLE) throw error;
        return [];
      });
      if (row?.version === version) return row;
    }
    for (;;) {
      const live = await this.liveVersion();
      const [row] = await this.database.run(readPosition(live), ...values);
      if (row?.version === live) return row;
    }
  }

  private async liveVersion(): Promise<number> {
    const [live] = await this.database.run(liveProjection);
    if (!live) throw new NoLiveProjection('no projection is live');
    return (this.version = live.version);
  }

  /** One query, whatever is in the page and however deep it lies. */
  async page(version: number, query: FeedPageQuery): Promise<FeedPage> {
    const { limit, before, names, words, asOf } = query;
    const direction = before ? 'newer' : 'older';
    const values = pageValues(query);
    const [, , , , , mentions, , , others] = values;
    const by = mentions ? 'mention' : 'audience';
    const shape = { version, direction, by, byName: names !== undefined, byOther: others !== null } as const;
    const rows = words
      ? await this.database.run(readSearch(shape), ...values, JSON.stringify(words))
      : asOf === undefined
        ? await this.database.run(readPage(shape), ...values)
        : await this.database.run(readPastPage(shape), ...values, asOf);
    const entries = before ? rows.slice(-limit) : rows.slice(0, limit);
    return { entries, hasMore: rows.length > limit };
  }

  /** The entry, with about as many above it as below. Undefined where it is not in the list that is asked for. */
  async around(version: number, id: string, query: FeedPageQuery): Promise<FeedPage | undefined> {
    const row = await this.entry(version, id, query);
    if (!row) return undefined;
    const before = { occurredAt: row.occurred_at, id };
    const { entries: newer } = await this.page(version, { ...query, before });
    const next = newer.at(-1);
    const after = next && { after: { occurredAt: next.occurred_at, id: next.id } };
    const { entries: older, hasMore } = await this.page(version, { ...query, ...after });
    if (!older.some((entry) => entry.id === id)) return undefined;
    const above = Math.min(newer.length, Math.floor((query.limit - 1) / 2));
    const entries = [...newer.slice(newer.length - above), ...older];
    return { entries: entries.slice(0, query.limit), hasMore: hasMore || entries.length > query.limit };
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
