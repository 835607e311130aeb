import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FeedPage, type FeedPageQuery, FeedReader } from '#lib/read-model';
import { problem } from '#lib/service';
import type { Conditional } from '../conditional.answer.js';
import { placesOf } from '../read-your-writes/coverage.params.js';
import { CoverageWaiter } from '../read-your-writes/coverage.waiter.js';
import { presentEntry, type PresentedEntry } from '../entry.presenter.js';
import { feedEtag, matches } from '../feed.etag.js';
import { encodePosition } from '../feed.position.js';
import { GroupedFeed } from '../groups/grouped.feed.js';
import { groupedCursors } from '../groups/grouped.cursors.js';
import { type Reader, viewOf } from '../reader.js';
import { placeOf } from './cursor.place.js';
import { filtersOf, toPageQuery } from './feed.filters.js';
import { type PageCursors, pageCursors } from './page.cursors.js';
import { pageLinks } from './page-links.js';
import type { ReadFeedParams } from './read-feed.params.js';

export interface FeedAnswer {
  readonly items: readonly PresentedEntry[];
  readonly page: PageCursors;
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

type Page = Pick<FeedAnswer, 'items' | 'page'>;

interface Asked extends Pick<ReadFeed, 'params' | 'reader'> {
  /** What tells it from other lists. */
  readonly list: object;
}

/** More at the top than this, and nothing is at the top. */
const MOST_PINNED = 3;

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed> {
  constructor(
    private readonly feed: FeedReader,
    private readonly grouped: GroupedFeed,
    private readonly coverage: CoverageWaiter,
  ) {}

  async execute({ params, reader, ifNoneMatch, callerGone }: ReadFeed): Promise<Conditional<FeedAnswer>> {
    const list = {
      ...filtersOf(params),
      asOf: params.asOf,
      ...(params.group === 'auto' && { group: params.group }),
    };
    const after = placeOf('after', params.after, list);
    const before = placeOf('before', params.before, list);
    const isFirst = !after && !before && (params.around ?? params.asOf) === undefined;
    const who = { personId: reader.personId, department: params.department };
    const places = params.min && placesOf(params.min);
    // Before the position is read, so that the page is not older than what is said of it.
    const covered = places && (await this.coverage.covers(places, params.wait, callerGone));
    return this.feed.atPosition(who, async (position) => {
      const etag = feedEtag(position, reader, { ...params, covered });
      if (matches(ifNoneMatch, etag)) return { etag };

      const view = viewOf(reader, position);
      const query = {
        ...view,
        ...toPageQuery(params, position),
        ...(params.asOf !== undefined && { asOf: params.asOf }),
        limit: params.limit,
      };
      const part = { ...query, ...(after && { after }), ...(before && { before }) };
      const { items, page } =
        params.group === 'auto'
          ? await this.withGroups(position.version, part, { params, reader, list })
          : await this.withoutGroups(position.version, part, { params, reader, list });
      const pinned =
        isFirst && (await this.feed.entries(position.version, position.pinned, view, MOST_PINNED));
      const meta = {
        position: encodePosition(position, view.audiences),
        ...(pinned && { pinned: pinned.map((row) => presentEntry(row, reader.locale)) }),
        ...(covered !== undefined && { covered }),
      };
      return { etag, body: { items, page, meta }, links: pageLinks('/feed', params, page) };
    });
  }

  private async withoutGroups(
    version: number,
    query: FeedPageQuery,
    { params, reader, list }: Asked,
  ): Promise<Page> {
    const found =
      params.around === undefined
        ? await this.feed.page(version, query)
        : await this.around(params.around, version, query);
    const items = found.entries.map((row) => presentEntry(row, reader.locale));
    return { items, page: pageCursors(found, params.before, list) };
  }

  private async withGroups(
    version: number,
    query: FeedPageQuery,
    { params, reader, list }: Asked,
  ): Promise<Page> {
    const found = await this.grouped.page(version, query, reader.locale);
    return { items: found.items, page: groupedCursors(found, params.before, list) };
  }

  private async around(id: string, version: number, query: FeedPageQuery): Promise<FeedPage> {
    const found = await this.feed.around(version, id, query);
    if (!found) throw problem(404, 'not-found', 'There is no such entry in this list.');
    return found;
  }
}
