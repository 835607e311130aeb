import { Injectable } from '@nestjs/common';
import { groupRulesByName, type Locale } from '#lib/cards';
import { type EntryRow, FeedReader, type FeedPageQuery, GroupReader, type Place } from '#lib/read-model';
import { presentEntry, type PresentedEntry } from '../entry.presenter.js';
import type { CursorPlace } from '../read-feed/feed.cursor.js';
import { presentGroup } from './group.presenter.js';
import type { PlannedItem } from './page-plan.js';
import { listSource } from './list.source.js';
import { type GroupedPage, readGroupedPage } from './read-grouped-page.js';

/** A list, and which part of it. */
export interface GroupedQuery extends Omit<FeedPageQuery, 'after' | 'before'> {
  readonly after?: CursorPlace | undefined;
  readonly before?: Place | undefined;
}

export interface GroupedItems extends Omit<GroupedPage, 'items'> {
  readonly items: readonly PresentedEntry[];
  /** Where the first item stands and the last. */
  readonly first: Place | undefined;
  readonly last: Place | undefined;
}

/** Reads lists with groups. */
@Injectable()
export class GroupedFeed {
  private readonly rules = groupRulesByName();

  constructor(
    private readonly groups: GroupReader,
    private readonly feed: FeedReader,
  ) {}

  async page(version: number, query: GroupedQuery, locale: Locale): Promise<GroupedItems> {
    const { after, before, limit, ...asked } = query;
    const part = before
      ? { direction: 'newer' as const, start: before, limit }
      : { direction: 'older' as const, start: after, top: after?.top, limit };
    const source = listSource(this.groups, version, asked, this.rules);
    const { items, ...page } = await readGroupedPage(source, part, this.rules);
    const rows = await this.rowsOf(version, items, query);
    return {
      ...page,
      items: items.flatMap((item) => present(item, rows, locale) ?? []),
      first: items[0],
      last: items.at(-1),
    };
  }

  private async rowsOf(
    version: number,
    items: readonly PlannedItem[],
    query: Pick<FeedPageQuery, 'audiences' | 'reader'>,
  ): Promise<ReadonlyMap<string, EntryRow>> {
    const ids = new Set(items.flatMap(({ id, group }) => [id, ...(group?.newest ?? []).map(({ id }) => id)]));
    const rows = await this.feed.entries(version, [...ids], query, ids.size);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** Undefined where it was taken out of the feed while the page was read. */
function present(
  { id, group }: PlannedItem,
  rows: ReadonlyMap<string, EntryRow>,
  locale: Locale,
): PresentedEntry | undefined {
  const row = rows.get(id);
  if (!row || !group) return row && presentEntry(row, locale);
  const { newest, ...counted } = group;
  return presentGroup(
    row,
    counted,
    newest.flatMap(({ id }) => rows.get(id) ?? []),
    locale,
  );
}
