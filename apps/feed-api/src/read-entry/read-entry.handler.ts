import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FeedReader } from '#lib/read-model';
import { problem } from '#lib/service';
import type { Conditional } from '../conditional.answer.js';
import { presentEntry, type PresentedEntry } from '../entry.presenter.js';
import { feedEtag, matches } from '../feed.etag.js';
import { type Reader, viewOf } from '../reader.js';

export class ReadEntry extends Query<Conditional<PresentedEntry>> {
  constructor(
    readonly entryId: string,
    readonly reader: Reader,
    readonly ifNoneMatch: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadEntry)
export class ReadEntryHandler implements IQueryHandler<ReadEntry> {
  constructor(private readonly feed: FeedReader) {}

  /** An entry that the reader may not see is answered like one that does not exist. */
  async execute({ entryId, reader, ifNoneMatch }: ReadEntry): Promise<Conditional<PresentedEntry>> {
    return this.feed.atPosition({ personId: reader.personId }, async (position) => {
      const row = await this.feed.entry(position.version, entryId, viewOf(reader, position));
      if (!row) throw problem(404, 'not-found', 'There is no such entry.');
      const etag = feedEtag(position, reader, entryId);
      return matches(ifNoneMatch, etag) ? { etag } : { etag, body: presentEntry(row, reader.locale) };
    });
  }
}
