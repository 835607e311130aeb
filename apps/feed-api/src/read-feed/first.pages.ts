import { Injectable } from '@nestjs/common';
import { FeedChanges, type FeedPosition, FeedReader } from '#lib/read-model';
import { presentEntry, type PresentedEntry } from '../entry.presenter.js';
import { type Reader, viewOf } from '../reader.js';
import { toPageQuery } from './feed.filters.js';
import { type FirstPage, firstPage, ownPage } from './first.page.js';
import { type ListAsked, ListPages } from './list.pages.js';
import { PageShelf } from './page.shelf.js';

/** More at the top than this, and nothing is at the top. */
const MOST_PINNED = 3;
/** With more reactions than these a page is read for each reader: who reacted is not held. */
const MOST_REACTIONS = 2_000;

/**
 * First pages, each read once for as long as nothing happens, and for all who see the same: who is in the same audiences,
 * reads the same language, and has no entries that are meant for them by name.
 */
@Injectable()
export class FirstPages {
  private readonly shelf = new PageShelf<FirstPage>();

  constructor(
    private readonly feed: FeedReader,
    private readonly pages: ListPages,
    private readonly changes: FeedChanges,
  ) {}

  async read(position: FeedPosition, reader: Reader, asked: ListAsked): Promise<FirstPage> {
    const { personId, ...anybody } = reader;
    if (personId === undefined || position.hasOwn) return this.shelved(position, reader, asked);
    const shared = await this.shelved(position, anybody, asked);
    return shared.reacted ? ownPage(shared, personId) : this.shelved(position, reader, asked);
  }

  private shelved(position: FeedPosition, reader: Reader, asked: ListAsked): Promise<FirstPage> {
    const { params, locale, list } = asked;
    const view = viewOf(reader, position);
    const key = JSON.stringify([view, locale, list, params.limit, position.within]);
    return this.shelf.get(position, key, () => this.readFor(position, view, asked));
  }

  private async readFor(
    position: FeedPosition,
    view: ReturnType<typeof viewOf>,
    asked: ListAsked,
  ): Promise<FirstPage> {
    const { version } = position;
    const query = { ...view, ...toPageQuery(asked.params, position), limit: asked.params.limit };
    const page = await this.pages.read(version, query, asked);
    const rows = await this.feed.entries(version, position.pinned, view, MOST_PINNED);
    const pinned = rows.map((row) => presentEntry(row, asked.locale));
    const isShared = view.reader === undefined;
    return firstPage(
      page,
      pinned,
      isShared ? await this.reacted(version, [...page.items, ...pinned]) : undefined,
    );
  }

  private async reacted(version: number, entries: readonly PresentedEntry[]): Promise<FirstPage['reacted']> {
    const reacted = entries.filter(({ reactions }) => reactions.length > 0);
    const count = reacted.flatMap(({ reactions }) => reactions).reduce((sum, each) => sum + each.count, 0);
    if (count > MOST_REACTIONS) return undefined;
    const found = await this.changes.reactors(
      version,
      reacted.map(({ id }) => id),
    );
    const byPerson = new Map<string, Map<string, string[]>>();
    for (const { entry_id: entry, person_id: person, kind } of found) {
      const theirs = byPerson.get(person) ?? new Map<string, string[]>();
      byPerson.set(person, theirs.set(entry, [...(theirs.get(entry) ?? []), kind]));
    }
    return byPerson;
  }
}
