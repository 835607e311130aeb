import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FeedPage, FeedReader, type GroupRange, GroupReader, type OutlineQuery } from '#lib/read-model';
import { problem } from '#lib/service';
import type { Conditional } from '../conditional.answer.js';
import { presentEntry } from '../entry.presenter.js';
import { feedEtag, matches } from '../feed.etag.js';
import { encodePosition } from '../feed.position.js';
import { decodeGroupKey } from '../groups/group.key.js';
import { placeOf } from '../read-feed/cursor.place.js';
import { filtersOf, toPageQuery } from '../read-feed/feed.filters.js';
import { pageCursors } from '../read-feed/page.cursors.js';
import { pageLinks } from '../read-feed/page-links.js';
import type { FeedAnswer } from '../read-feed/read-feed.handler.js';
import { type Reader, viewOf } from '../reader.js';
import type { ReadGroupParams } from './read-group.params.js';

export class ReadGroup extends Query<Conditional<FeedAnswer>> {
  constructor(
    readonly key: string,
    readonly params: ReadGroupParams,
    readonly reader: Reader,
    readonly ifNoneMatch: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadGroup)
export class ReadGroupHandler implements IQueryHandler<ReadGroup> {
  constructor(
    private readonly feed: FeedReader,
    private readonly groups: GroupReader,
  ) {}

  /** The entries of a group, as many as the reader may see of it: also where they are too few for one. */
  async execute({ key, params, reader, ifNoneMatch }: ReadGroup): Promise<Conditional<FeedAnswer>> {
    const group = rangeOf(key);
    const list = { ...filtersOf(params), of: key };
    const after = placeOf('after', params.after, list);
    const before = placeOf('before', params.before, list);
    const who = { personId: reader.personId, department: params.department };
    return this.feed.atPosition(who, async (position) => {
      const view = viewOf(reader, position);
      const query = {
        ...view,
        ...toPageQuery(params, position),
        of: group,
        targets: new Map<string, string>(),
      };
      const place = { ...(after && { after }), ...(before && { before }) };
      const found = await this.page(position.version, { ...query, ...place, limit: params.limit });
      if (found.entries.length === 0 && !(await this.isThere(position.version, query)))
        throw problem(404, 'not-found', 'There is no such group in this list.');
      const etag = feedEtag(position, reader, [key, params]);
      if (matches(ifNoneMatch, etag)) return { etag };

      const page = pageCursors(found, params.before, list);
      const items = found.entries.map((row) => presentEntry(row, reader.locale));
      const meta = { position: encodePosition(position, view.audiences) };
      return { etag, body: { items, page, meta }, links: pageLinks(`/feed/groups/${key}`, params, page) };
    });
  }

  private async page(version: number, query: OutlineQuery): Promise<FeedPage> {
    const { limit, before } = query;
    const rows = await this.groups.outline(version, { ...query, limit: limit + 1 });
    const ids = rows.slice(0, limit).map(({ id }) => id);
    const entries = await this.feed.entries(version, before ? ids.toReversed() : ids, query, limit);
    return { entries, hasMore: rows.length > limit };
  }

  private async isThere(version: number, query: Omit<OutlineQuery, 'limit'>): Promise<boolean> {
    return (await this.groups.outline(version, { ...query, limit: 1 })).length > 0;
  }
}

function rangeOf(key: string): GroupRange {
  const group = decodeGroupKey(key);
  if (group) return group;
  const detail = 'is no key that this feed gave out';
  throw problem(400, 'group-key-invalid', `The parameter key ${detail}.`, [
    { parameter: 'key', code: 'group-key-invalid', detail },
  ]);
}
