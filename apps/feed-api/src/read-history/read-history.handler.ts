import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { revisionNames } from '#lib/cards';
import { FeedHistory, FeedReader } from '#lib/read-model';
import { problem } from '#lib/service';
import type { Conditional } from '../conditional.answer.js';
import { feedEtag, matches } from '../feed.etag.js';
import { type Reader, viewOf } from '../reader.js';
import type { HistoryAnswer } from './history.schema.js';
import { presentEvent } from './present-history.js';
import type { ReadHistoryParams } from './read-history.params.js';

export class ReadHistory extends Query<Conditional<HistoryAnswer>> {
  constructor(
    readonly entryId: string,
    readonly params: ReadHistoryParams,
    readonly reader: Reader,
    readonly ifNoneMatch: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadHistory)
export class ReadHistoryHandler implements IQueryHandler<ReadHistory> {
  constructor(
    private readonly feed: FeedReader,
    private readonly history: FeedHistory,
  ) {}

  /** Who may see the entry may see what made it; who hid or pinned it is for editors. Reactions are nobody else's to see. */
  async execute({ entryId, params, reader, ifNoneMatch }: ReadHistory): Promise<Conditional<HistoryAnswer>> {
    const { limit } = params;
    return this.feed.atPosition({ personId: reader.personId }, async (position) => {
      const { audiences } = viewOf(reader, position);
      const rows = await this.history.of(position.version, {
        entryId,
        audiences,
        revisedBy: revisionNames(),
        ...(reader.roles.includes('editor') && { curation: curationOf(entryId) }),
        limit: limit + 1,
      });
      if (rows.length === 0) throw problem(404, 'not-found', 'There is no such entry.');
      const etag = feedEtag(position, reader, ['history', entryId, limit]);
      if (matches(ifNoneMatch, etag)) return { etag };
      return { etag, body: { events: rows.slice(0, limit).map(presentEvent), hasMore: rows.length > limit } };
    });
  }
}

/** As the contracts of curation say. */
function curationOf(entryId: string) {
  return { source: '/curation', stream: `curation/${entryId}` };
}
