import { type DynamicModule, Module } from '@nestjs/common';
import { BatchServer, MessagingModule, type Subscriber, SUBSCRIBER } from '#lib/messaging';
import { KEYS_DATABASE } from '#lib/personal-data';
import { Database } from '#lib/postgres';
import { feedDatabase, FeedInspection, FeedWriter } from '#lib/read-model';
import { attemptsProviders } from './attempts/attempts.providers.js';
import { BatchProjector } from './batch.projector.js';
import { DeadLetterConsumer } from './dead-letters/dead-letter.consumer.js';
import { ChangeCleaner } from './changes/change.cleaner.js';
import { erasureProviders } from './erasure/erasure.providers.js';
import { FEED_PROJECTOR, FeedConsumer } from './feed.consumer.js';
import type { FeedProjectorConfig, ProjectionConfig } from './feed-projector.config.js';
import { holesProviders } from './holes/holes.providers.js';
import { ActsController } from './operator/acts.controller.js';
import { FeedOperatorController } from './operator/feed-operator.controller.js';
import { ParkedController } from './parked/parked.controller.js';
import { parkedProviders } from './parked/parked.providers.js';
import { PartitionsController } from './partitions/partitions.controller.js';
import { PartitionsOperator } from './partitions/partitions.operator.js';
import { anyPublisher, Publishers } from './publishers/publishers.js';
import { rebuildProviders } from './rebuild/rebuild.providers.js';
import { RebuildsController } from './rebuild/rebuilds.controller.js';
import { WaitingGauges } from './waiting.gauges.js';

/** Takes every event from the transport and keeps the read model. Knows contracts and cards, and no source. */
@Module({
  controllers: [
    FeedConsumer,
    FeedOperatorController,
    ActsController,
    RebuildsController,
    ParkedController,
    PartitionsController,
  ],
})
export class FeedProjectorModule {
  static register(config: FeedProjectorConfig): DynamicModule {
    const { AMQP_URL: url, FEED_PARTITIONS: partitions } = config;
    const messaging = MessagingModule.rabbitmqSubscriber({ url, partitions, connectionName: FEED_PROJECTOR });
    const { providers = [], ...rest } = this.hostedBy(messaging, config, new Publishers(config.PUBLISHERS));
    return { ...rest, providers: [...providers, DeadLetterConsumer] };
  }

  /** `messaging` provides the subscriber. `publishers`: whom to believe; within a process, whoever publishes. */
  static hostedBy(
    messaging: DynamicModule,
    settings: ProjectionConfig,
    publishers = anyPublisher,
  ): DynamicModule {
    const { DATABASE_URL: url, BATCH_MAX: batchMax } = settings;
    return {
      module: this,
      imports: [messaging],
      providers: [
        {
          provide: Database,
          useFactory: () => feedDatabase({ url, applicationName: 'feed-projector', owner: true }),
        },
        {
          provide: FeedWriter,
          useFactory: (database: Database) => new FeedWriter(database),
          inject: [Database],
        },
        {
          provide: FeedInspection,
          useFactory: (database: Database) => new FeedInspection(database),
          inject: [Database],
        },
        {
          provide: BatchServer,
          useFactory: (subscriber: Subscriber, ...databases: Database[]) =>
            new BatchServer(subscriber, {
              group: FEED_PROJECTOR,
              batchMax,
              whenReady: async (signal) => {
                await Promise.all(databases.map((database) => database.whenReady(signal)));
              },
            }),
          inject: [SUBSCRIBER, Database, KEYS_DATABASE],
        },
        { provide: Publishers, useValue: publishers },
        ...erasureProviders(settings),
        BatchProjector,
        ...attemptsProviders,
        ...parkedProviders,
        PartitionsOperator,
        WaitingGauges,
        ChangeCleaner,
        ...rebuildProviders(settings),
        ...holesProviders(settings),
      ],
    };
  }
}
