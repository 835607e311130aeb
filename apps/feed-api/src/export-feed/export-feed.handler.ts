import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import type { Conditional } from '../conditional.answer.js';
import type { Reader } from '../reader.js';
import { filtersOf } from '../read-feed/feed.filters.js';
import { ReadFeed } from '../read-feed/read-feed.handler.js';
import type { ExportFeedParams } from './export-feed.params.js';
import type { FeedDocument } from './feed-document.js';

/** Who asks for an export, and how. */
export interface ExportRequest {
  readonly reader: Reader;
  /** Where it was asked for, parameters included. */
  readonly selfUrl: string;
  readonly ifNoneMatch: string | undefined;
  readonly callerGone: AbortSignal;
}

export class ExportFeed extends Query<Conditional<FeedDocument>> {
  constructor(
    readonly params: ExportFeedParams,
    readonly request: ExportRequest,
  ) {
    super();
  }
}

/** Of one page, and not of the list. */
const OF_A_PAGE = ['after', 'before', 'around', 'min', 'wait'];

@QueryHandler(ExportFeed)
export class ExportFeedHandler implements IQueryHandler<ExportFeed> {
  constructor(private readonly queries: QueryBus) {}

  /** What `GET /feed` answers, so that there is one rule of who sees what. */
  async execute({ params, request }: ExportFeed): Promise<Conditional<FeedDocument>> {
    const { reader, selfUrl, ifNoneMatch, callerGone } = request;
    const { token: _, ...asked } = params;
    const { etag, body } = await this.queries.execute(new ReadFeed(asked, reader, ifNoneMatch, callerGone));
    if (!body) return { etag };
    const { origin, pathname } = new URL(selfUrl);
    const list = JSON.stringify([origin + pathname, reader.personId, filtersOf(params)]);
    const document = {
      id: `urn:uuid:${uuidv5(list, uuidv5.URL)}`,
      locale: reader.locale,
      selfUrl,
      entries: body.items,
    };
    const { next } = body.page;
    return { etag, body: next === null ? document : { ...document, nextUrl: nextUrl(selfUrl, next) } };
  }
}

function nextUrl(selfUrl: string, cursor: string): string {
  const url = new URL(selfUrl);
  for (const parameter of OF_A_PAGE) url.searchParams.delete(parameter);
  url.searchParams.set('after', cursor);
  return url.href;
}
