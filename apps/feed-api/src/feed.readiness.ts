import { Injectable } from '@nestjs/common';
import { FeedReader } from '#lib/read-model';

/** Not ready before the projector has made the feed. */
@Injectable()
export class FeedReadiness {
  readonly healthName = 'live projection';

  constructor(private readonly feed: FeedReader) {}

  async checkReadiness(): Promise<void> {
    await this.feed.position();
  }
}
