import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FeedPosition, FeedReader } from '#lib/read-model';
import type { Conditional } from '../conditional.answer.js';
import { placesOf } from '../read-your-writes/coverage.params.js';
import { CoverageWaiter } from '../read-your-writes/coverage.waiter.js';
import type { PresentedEntry } from '../entry.presenter.js';
import { feedEtag, matches } from '../feed.etag.js';
import { encodePosition } from '../feed.position.js';
import { type Reader, viewOf } from '../reader.js';
import { toPageQuery } from './feed.filters.js';
import { FirstPages } from './first.pages.js';
import { isFirst, type ListPart, partOf } from './list.asked.js';
import { ListPages } from './list.pages.js';
import type { PageCursors } from './page.cursors.js';
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

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed> {
  constructor(
    private readonly feed: FeedReader,
    private readonly pages: ListPages,
    private readonly firstPages: FirstPages,
    private readonly coverage: CoverageWaiter,
  ) {}

  async execute(asked: ReadFeed): Promise<Conditional<FeedAnswer>> {
    const { params, reader, callerGone } = asked;
    const part = partOf(params);
    const who = { personId: reader.personId, department: params.department };
    if (!params.min)
      return this.feed.atKnownPosition(who, (position) => this.answer(asked, part, { position }));
    const places = placesOf(params.min);
    // Before the position is read, so that the page is not older than what is said of it.
    const covered = await this.coverage.covers(places, params.wait, callerGone);
    return this.feed.atPosition(who, (position) => this.answer(asked, part, { position, covered }));
  }

  private async answer(
    { params, reader, ifNoneMatch }: ReadFeed,
    { list, ...cursors }: ListPart,
    { position, covered }: { position: FeedPosition; covered?: boolean },
  ): Promise<Conditional<FeedAnswer>> {
    const etag = feedEtag(position, reader, { ...params, covered });
    if (matches(ifNoneMatch, etag)) return { etag };

    const view = viewOf(reader, position);
    const asked = { params, locale: reader.locale, list };
    const meta = {
      position: encodePosition(position, view.audiences),
      ...(covered !== undefined && { covered }),
    };
    if (isFirst(params)) {
      const { items, page, pinned } = await this.firstPages.read(position, reader, asked);
      const { position: at, ...rest } = meta;
      return {
        etag,
        body: { items, page, meta: { position: at, pinned, ...rest } },
        links: pageLinks('/feed', params, page),
      };
    }
    const query = {
      ...view,
      ...toPageQuery(params, position),
      ...(params.asOf !== undefined && { asOf: params.asOf }),
      limit: params.limit,
      ...cursors,
    };
    const { items, page } = await this.pages.read(position.version, query, asked);
    return { etag, body: { items, page, meta }, links: pageLinks('/feed', params, page) };
  }
}
