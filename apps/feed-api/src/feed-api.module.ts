import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Database } from '#lib/postgres';
import { feedDatabase, FeedHistory, FeedProgress, FeedReader, Markers } from '#lib/read-model';
import { CoverageWaiter } from './read-your-writes/coverage.waiter.js';
import type { FeedApiConfig, FeedReaderConfig } from './feed-api.config.js';
import { FeedReadiness } from './feed.readiness.js';
import { MarkSeenController } from './mark-seen/mark-seen.controller.js';
import { MarkSeenHandler } from './mark-seen/mark-seen.handler.js';
import { ReadEntryController } from './read-entry/read-entry.controller.js';
import { ReadEntryHandler } from './read-entry/read-entry.handler.js';
import { ReadFeedController } from './read-feed/read-feed.controller.js';
import { ReadFeedHandler } from './read-feed/read-feed.handler.js';
import { ReadHistoryController } from './read-history/read-history.controller.js';
import { ReadHistoryHandler } from './read-history/read-history.handler.js';
import { ReadMarkerController } from './read-marker/read-marker.controller.js';
import { ReadMarkerHandler } from './read-marker/read-marker.handler.js';

/** Answers what is in the feed. Reads the `feed` schema, and asks no other service. */
@Module({
  controllers: [
    ReadFeedController,
    ReadEntryController,
    ReadHistoryController,
    ReadMarkerController,
    MarkSeenController,
  ],
  providers: [
    CoverageWaiter,
    ReadFeedHandler,
    ReadEntryHandler,
    ReadHistoryHandler,
    ReadMarkerHandler,
    MarkSeenHandler,
    FeedReadiness,
  ],
})
export class FeedApiModule {
  static register(config: FeedApiConfig): DynamicModule {
    return this.reading(config);
  }

  static reading({
    DATABASE_URL: url,
    QUERY_TIMEOUT_MS: statementTimeoutMs,
  }: FeedReaderConfig): DynamicModule {
    return {
      module: this,
      imports: [CqrsModule],
      providers: [
        {
          provide: Database,
          useFactory: () =>
            feedDatabase({ url, applicationName: 'feed-api', owner: false, statementTimeoutMs }),
        },
        ...[FeedReader, FeedProgress, FeedHistory, Markers].map((Read) => ({
          provide: Read,
          useFactory: (database: Database) => new Read(database),
          inject: [Database],
        })),
      ],
    };
  }
}
