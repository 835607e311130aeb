import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FeedPage, type FeedPageQuery, FeedReader } from '#lib/read-model';
import { problem } from '#lib/service';
import type { Conditional } from '../conditional.answer.js';
import { placesOf } from '../read-your-writes/coverage.params.js';
import { CoverageWaiter } from '../read-your-writes/coverage.waiter.js';
import { presentEntry, type PresentedEntry } from '../entry.presenter.js';
import { feedEtag, matches } from '../feed.etag.js';
import { encodePosition } from '../feed.position.js';
import { type Reader, viewOf } from '../reader.js';
import { placeOf } from './cursor.place.js';
import { encodeCursor } from './feed.cursor.js';
import { filtersOf, toPageQuery } from './feed.filters.js';
import { pageLinks } from './page-links.js';
import type { ReadFeedParams } from './read-feed.params.js';

export interface FeedAnswer {
  readonly items: readonly PresentedEntry[];
  /** `next`: older entries. `prev`: newer ones. `hasMore`: in the direction that was asked for. */
  readonly page: { readonly next: string | null; readonly prev: string | null; readonly hasMore: boolean };
  /** `pinned`: on the first page alone, what editors have put above the others. They stand among the others as well. */
  readonly meta: {
    readonly position: string;
    readonly pinned?: readonly PresentedEntry[];
    /** There where `min` was given: whether the page shows what the tokens are of. */
    readonly covered?: boolean;
  };
}

export class ReadFeed extends Query<Conditional<FeedAnswer>> {
  constructor(
    readonly params: ReadFeedParams,
    readonly reader: Reader,
    readonly ifNoneMatch: string | undefined,
    readonly callerGone: AbortSignal,
  ) {
    super();
  }
}

/** More at the top than this, and nothing is at the top. */
const MOST_PINNED = 3;

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed> {
  constructor(
    private readonly feed: FeedReader,
    private readonly coverage: CoverageWaiter,
  ) {}

  async execute({ params, reader, ifNoneMatch, callerGone }: ReadFeed): Promise<Conditional<FeedAnswer>> {
    const list = filtersOf(params);
    const after = placeOf('after', params.after, list);
    const before = placeOf('before', params.before, list);
    const isFirst = !after && !before && params.around === undefined;
    const who = { personId: reader.personId, department: params.department };
    const places = params.min && placesOf(params.min);
    // Before the position is read, so that the page is not older than what is said of it.
    const covered = places && (await this.coverage.covers(places, params.wait, callerGone));
    return this.feed.atPosition(who, async (position) => {
      const etag = feedEtag(position, reader, { ...params, covered });
      if (matches(ifNoneMatch, etag)) return { etag };

      const view = viewOf(reader, position);
      const query = { ...view, ...toPageQuery(params, position), limit: params.limit };
      const found =
        params.around === undefined
          ? await this.feed.page(position.version, {
              ...query,
              ...(after && { after }),
              ...(before && { before }),
            })
          : await this.around(params.around, position.version, query);
      const page = cursors(found, params, list);
      const pinned =
        isFirst && (await this.feed.entries(position.version, position.pinned, view, MOST_PINNED));
      const meta = {
        position: encodePosition(position, view.audiences),
        ...(pinned && { pinned: pinned.map((row) => presentEntry(row, reader.locale)) }),
        ...(covered !== undefined && { covered }),
      };
      const items = found.entries.map((row) => presentEntry(row, reader.locale));
      return { etag, body: { items, page, meta }, links: pageLinks('/feed', params, page) };
    });
  }

  private async around(id: string, version: number, query: FeedPageQuery): Promise<FeedPage> {
    const found = await this.feed.around(version, id, query);
    if (!found) throw problem(404, 'not-found', 'There is no such entry in this list.');
    return found;
  }
}

function cursors({ entries, hasMore }: FeedPage, params: ReadFeedParams, list: object): FeedAnswer['page'] {
  const cursorAt = (index: number): string | undefined => {
    const row = entries.at(index);
    return row && encodeCursor({ occurredAt: row.occurred_at, id: row.id }, list);
  };
  const more = params.before !== undefined || hasMore;
  return {
    next: (more ? cursorAt(-1) : undefined) ?? null,
    // There may be newer ones later, also where there are none now.
    prev: cursorAt(0) ?? params.before ?? null,
    hasMore,
  };
}
