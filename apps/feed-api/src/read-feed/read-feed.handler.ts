import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FeedPage, FeedReader, type Place } from '#lib/read-model';
import { problem } from '#lib/service';
import type { Conditional } from '../conditional.answer.js';
import { presentEntry, type PresentedEntry } from '../entry.presenter.js';
import { feedEtag, matches } from '../feed.etag.js';
import { type Reader, viewOf } from '../reader.js';
import { decodeCursor, encodeCursor } from './feed.cursor.js';
import { pageLinks } from './page-links.js';
import type { ReadFeedParams } from './read-feed.params.js';

export interface FeedAnswer {
  readonly items: readonly PresentedEntry[];
  /** `next`: older entries. `prev`: newer ones. `hasMore`: in the direction that was asked for. */
  readonly page: { readonly next: string | null; readonly prev: string | null; readonly hasMore: boolean };
  /** `pinned`: on the first page alone, what editors have put above the others. They stand among the others as well. */
  readonly meta: { readonly position: string; readonly pinned?: readonly PresentedEntry[] };
}

export class ReadFeed extends Query<Conditional<FeedAnswer>> {
  constructor(
    readonly params: ReadFeedParams,
    readonly reader: Reader,
    readonly ifNoneMatch: string | undefined,
  ) {
    super();
  }
}

/** More at the top than this, and nothing is at the top. */
const MOST_PINNED = 3;

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed> {
  constructor(private readonly feed: FeedReader) {}

  async execute({ params, reader, ifNoneMatch }: ReadFeed): Promise<Conditional<FeedAnswer>> {
    const { limit, type, person } = params;
    const filters = { type, person };
    const after = place('after', params.after, filters);
    const before = place('before', params.before, filters);
    return this.feed.atPosition(reader.personId, async (position) => {
      const etag = feedEtag(position, reader, params);
      if (matches(ifNoneMatch, etag)) return { etag };

      const view = viewOf(reader, position);
      const found = await this.feed.page(position.version, {
        ...view,
        limit,
        ...(after && { after }),
        ...(before && { before }),
        ...(type && { names: type }),
        ...(person !== undefined && { person }),
      });
      const page = cursors(found, params, filters);
      const items = found.entries.map((row) => presentEntry(row, reader.locale));
      const isFirst = !after && !before;
      const pinned =
        isFirst && (await this.feed.entries(position.version, position.pinned, view, MOST_PINNED));
      const meta = {
        position: `${position.epoch}.${position.position}`,
        ...(pinned && { pinned: pinned.map((row) => presentEntry(row, reader.locale)) }),
      };
      return { etag, body: { items, page, meta }, links: pageLinks(params, page) };
    });
  }
}

function cursors(
  { entries, hasMore }: FeedPage,
  params: ReadFeedParams,
  filters: object,
): FeedAnswer['page'] {
  const cursorAt = (index: number): string | undefined => {
    const row = entries.at(index);
    return row && encodeCursor({ occurredAt: row.occurred_at, id: row.id }, filters);
  };
  const more = params.before !== undefined || hasMore;
  return {
    next: (more ? cursorAt(-1) : undefined) ?? null,
    // There may be newer ones later, also where there are none now.
    prev: cursorAt(0) ?? params.before ?? null,
    hasMore,
  };
}

function place(parameter: string, cursor: string | undefined, filters: object): Place | undefined {
  if (cursor === undefined) return undefined;
  const decoded = decodeCursor(cursor, filters);
  if (typeof decoded !== 'string') return decoded;
  const detail =
    decoded === 'cursor-invalid'
      ? 'is no cursor that this feed gave out'
      : 'was given out for other filters: leave it out to begin anew';
  throw problem(400, decoded, `The parameter ${parameter} ${detail}.`, [
    { parameter, code: decoded, detail },
  ]);
}
