import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Database } from '#lib/postgres';
import {
  FeedChanges,
  feedDatabase,
  FeedHistory,
  FeedProgress,
  FeedReader,
  FeedWatch,
  GroupReader,
  Markers,
  Subscriptions,
} from '#lib/read-model';
import { EarlyAnswers } from '#lib/service';
import type { FeedApiConfig, FeedReaderConfig } from './feed-api.config.js';
import { ExportFeedHandler } from './export-feed/export-feed.handler.js';
import { FeedExports } from './export-feed/feed.exports.js';
import { ReadAtomController } from './export-feed/read-atom.controller.js';
import { ReadJsonFeedController } from './export-feed/read-json-feed.controller.js';
import { FeedReadiness } from './feed.readiness.js';
import { GroupedFeed } from './groups/grouped.feed.js';
import { FollowFeedController } from './live/follow-feed.controller.js';
import { LiveFeed } from './live/live.feed.js';
import { MembershipReader } from './live/membership.reader.js';
import { ReadChangesController } from './live/read-changes.controller.js';
import { ReadChangesHandler } from './live/read-changes.handler.js';
import { StateReader } from './live/state.reader.js';
import { OpenStreams } from './live/open.streams.js';
import { StreamLimits } from './live/stream.limits.js';
import { TurnReader } from './live/turn.reader.js';
import { STREAM_SETTINGS, streamSettings } from './live/stream.settings.js';
import { StreamOpener } from './live/stream.opener.js';
import { CoverageWaiter } from './read-your-writes/coverage.waiter.js';
import { MarkSeenController } from './mark-seen/mark-seen.controller.js';
import { MarkSeenHandler } from './mark-seen/mark-seen.handler.js';
import { PublicUrl } from './public.url.js';
import { ReadEntryController } from './read-entry/read-entry.controller.js';
import { ReadEntryHandler } from './read-entry/read-entry.handler.js';
import { FirstPageAnswers } from './read-feed/first-page.answers.js';
import { FirstPages } from './read-feed/first.pages.js';
import { ListPages } from './read-feed/list.pages.js';
import { ReadFeedController } from './read-feed/read-feed.controller.js';
import { ReadFeedHandler } from './read-feed/read-feed.handler.js';
import { ReadGroupController } from './read-group/read-group.controller.js';
import { ReadGroupHandler } from './read-group/read-group.handler.js';
import { ReadHistoryController } from './read-history/read-history.controller.js';
import { ReadHistoryHandler } from './read-history/read-history.handler.js';
import { ReadMarkerController } from './read-marker/read-marker.controller.js';
import { ReadMarkerHandler } from './read-marker/read-marker.handler.js';
import { subscriptionControllers, subscriptionProviders } from './subscriptions/subscription.providers.js';

/** Answers what is in the feed. Reads the `feed` schema, and asks no other service. */
@Module({
  controllers: [
    ReadFeedController,
    FollowFeedController,
    ReadChangesController,
    ReadGroupController,
    ReadMarkerController,
    MarkSeenController,
    ReadAtomController,
    ReadJsonFeedController,
    ...subscriptionControllers,
    ReadEntryController,
    ReadHistoryController,
  ],
  providers: [
    CoverageWaiter,
    ReadFeedHandler,
    ReadGroupHandler,
    ReadEntryHandler,
    ReadHistoryHandler,
    ReadMarkerHandler,
    MarkSeenHandler,
    ExportFeedHandler,
    FeedExports,
    ...subscriptionProviders,
    GroupedFeed,
    ListPages,
    FirstPages,
    FirstPageAnswers,
    { provide: EarlyAnswers, useExisting: FirstPageAnswers },
    ReadChangesHandler,
    StateReader,
    MembershipReader,
    TurnReader,
    OpenStreams,
    StreamLimits,
    LiveFeed,
    StreamOpener,
    FeedReadiness,
  ],
})
export class FeedApiModule {
  static register(config: FeedApiConfig): DynamicModule {
    return this.reading(config);
  }

  static reading(config: FeedReaderConfig): DynamicModule {
    const { DATABASE_URL: url, QUERY_TIMEOUT_MS: statementTimeoutMs } = config;
    return {
      module: this,
      imports: [CqrsModule],
      providers: [
        {
          provide: Database,
          useFactory: () =>
            feedDatabase({ url, applicationName: 'feed-api', owner: false, statementTimeoutMs }),
        },
        ...[FeedWatch, FeedChanges, FeedProgress, FeedHistory, GroupReader, Markers, Subscriptions].map(
          (Read) => ({
            provide: Read,
            useFactory: (database: Database) => new Read(database),
            inject: [Database],
          }),
        ),
        {
          provide: FeedReader,
          useFactory: (database: Database, watch: FeedWatch) => new FeedReader(database, watch),
          inject: [Database, FeedWatch],
        },
        { provide: PublicUrl, useValue: new PublicUrl(config.PUBLIC_URL) },
        { provide: STREAM_SETTINGS, useValue: streamSettings(config) },
      ],
    };
  }
}
