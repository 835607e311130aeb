import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { actorArgs } from '#lib/cards';
import { FeedReader, Markers } from '#lib/read-model';
import { type Reader, viewOf } from '../reader.js';
import type { MarkerAnswer } from './marker.schema.js';

/** Beyond it nobody counts. */
const MOST_COUNTED = 99;

export class ReadMarker extends Query<MarkerAnswer> {
  constructor(
    readonly personId: string,
    readonly reader: Reader,
  ) {
    super();
  }
}

@QueryHandler(ReadMarker)
export class ReadMarkerHandler implements IQueryHandler<ReadMarker> {
  constructor(
    private readonly feed: FeedReader,
    private readonly markers: Markers,
  ) {}

  async execute({ personId, reader }: ReadMarker): Promise<MarkerAnswer> {
    return this.feed.atPosition({ personId }, async (position) => {
      const marker = await this.markers.find(personId);
      const unseen = await this.markers.unseen(position.version, {
        since: marker?.seen_at,
        audiences: viewOf(reader, position).audiences,
        personId,
        actors: actorArgs(),
        most: MOST_COUNTED,
      });
      const seenAt = marker ? new Date(marker.seen_at).toISOString() : null;
      return { position: marker?.position ?? null, seenAt, unseen };
    });
  }
}
