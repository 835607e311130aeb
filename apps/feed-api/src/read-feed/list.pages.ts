import { Injectable } from '@nestjs/common';
import { type FeedPage, type FeedPageQuery, FeedReader } from '#lib/read-model';
import { problem } from '#lib/service';
import { presentEntry, type PresentedEntry } from '../entry.presenter.js';
import { groupedCursors } from '../groups/grouped.cursors.js';
import { GroupedFeed } from '../groups/grouped.feed.js';
import type { Reader } from '../reader.js';
import { type PageCursors, pageCursors } from './page.cursors.js';
import type { ReadFeedParams } from './read-feed.params.js';

/** A part of a list as it is answered. */
export interface ListPage {
  readonly items: readonly PresentedEntry[];
  readonly page: PageCursors;
}

/** What is asked for, in which language. */
export interface ListAsked {
  readonly params: ReadFeedParams;
  readonly locale: Reader['locale'];
  /** What tells the list from others. */
  readonly list: object;
}

/** Reads lists, with groups and without. */
@Injectable()
export class ListPages {
  constructor(
    private readonly feed: FeedReader,
    private readonly grouped: GroupedFeed,
  ) {}

  async read(version: number, query: FeedPageQuery, { params, locale, list }: ListAsked): Promise<ListPage> {
    if (params.group === 'auto') {
      const found = await this.grouped.page(version, query, locale);
      return { items: found.items, page: groupedCursors(found, params.before, list) };
    }
    const found =
      params.around === undefined
        ? await this.feed.page(version, query)
        : await this.around(params.around, version, query);
    const items = found.entries.map((row) => presentEntry(row, locale));
    return { items, page: pageCursors(found, params.before, list) };
  }

  private async around(id: string, version: number, query: FeedPageQuery): Promise<FeedPage> {
    const found = await this.feed.around(version, id, query);
    if (!found) throw problem(404, 'not-found', 'There is no such entry in this list.');
    return found;
  }
}
