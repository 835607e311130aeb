import { type DynamicModule, Module } from '@nestjs/common';
import { ContractRegistry, type EventContract } from '#lib/envelope';
import { AddAppendTogether1764100000000, CreateEvents1763600000001, EventStore } from '#lib/event-store';
import { type Publisher, PUBLISHER } from '#lib/messaging';
import { outboxMigrations, OutboxRelay } from '#lib/outbox';
import { PersonalData, personalDataProviders } from '#lib/personal-data';
import { Database } from '#lib/postgres';
import { CqrsModule } from '@nestjs/cqrs';
import type { OutboxConfig, SourceHost } from './source-host.js';
import { IdempotencyCleaner } from './idempotency-cleaner.js';
import { openingOf } from './opening.js';
import { SourceInspection } from './operator/source.inspection.js';
import { sourceOperatorController } from './operator/source-operator.controller.js';
import { AddRepublishing1763800100001 } from './republish/add-republishing.js';
import { Recording } from './recording.js';
import { republishController } from './republish/republish.controller.js';
import { republishProviders } from './republish/republish.providers.js';
import { Streams } from './streams.js';

export interface EventSourceOptions {
  /** The source's name, e.g. `employee-registrar`. Its schema is `employee_registrar`, its events' source `/employee-registrar`. */
  readonly name: string;
  /** The events it publishes. */
  readonly publishes: readonly EventContract[];
  /** Events it records for itself alone. */
  readonly keeps?: readonly EventContract[];
  readonly config: OutboxConfig;
  readonly host: SourceHost;
}

/**
 * For so long a replica may go on with a key that another one destroyed. What it seals by it nobody can read; what it answers
 * by it was told a moment ago as well.
 */
const KEYS_CACHED_MS = 30_000;

/** All that a source imports: its event store, its outbox and the relay, as one. Sources need {@link Streams} alone. */
@Module({})
export class EventSourceModule {
  static register(options: EventSourceOptions): DynamicModule {
    const { name, config, publishes, keeps = [] } = options;
    const contracts = new ContractRegistry([...publishes, ...keeps]);
    const published = new ContractRegistry(publishes);
    return {
      module: EventSourceModule,
      imports: [CqrsModule, options.host.messaging],
      controllers: [sourceOperatorController(name), republishController(name)],
      providers: [
        { provide: Database, useFactory: () => databaseOf(options) },
        {
          provide: EventStore,
          useFactory: (database: Database, personal: PersonalData) =>
            new EventStore(
              database,
              contracts,
              (type) => published.has(type),
              openingOf(personal, `/${name}`),
            ),
          inject: [Database, PersonalData],
        },
        ...personalDataProviders({ applicationName: name, contracts, config, cacheMs: KEYS_CACHED_MS }),
        {
          provide: OutboxRelay,
          useFactory: (database: Database, publisher: Publisher) => relayOf(database, publisher, options),
          inject: [Database, PUBLISHER],
        },
        {
          provide: Streams,
          useFactory: (store: EventStore, relay: OutboxRelay, personal: PersonalData) =>
            new Streams(store, relay, new Recording(contracts, personal, `/${name}`)),
          inject: [EventStore, OutboxRelay, PersonalData],
        },
        {
          provide: SourceInspection,
          useFactory: (database: Database) => new SourceInspection(database, name),
          inject: [Database],
        },
        ...republishProviders(name),
        {
          provide: IdempotencyCleaner,
          useFactory: (store: EventStore) => new IdempotencyCleaner(store),
          inject: [EventStore],
        },
      ],
      exports: [CqrsModule, Streams, EventStore, OutboxRelay, PersonalData],
    };
  }
}

function databaseOf({ name, config }: EventSourceOptions): Database {
  return new Database({
    url: config.DATABASE_URL,
    schema: name.replaceAll('-', '_'),
    applicationName: name,
    migrations: [
      ...outboxMigrations,
      CreateEvents1763600000001,
      AddRepublishing1763800100001,
      AddAppendTogether1764100000000,
    ],
  });
}

function relayOf(
  database: Database,
  publisher: Publisher,
  { name, config, host }: EventSourceOptions,
): OutboxRelay {
  return new OutboxRelay(database, publisher, {
    source: `/${name}`,
    owner: host.relayOwner ?? `${name} ${process.pid} ${crypto.randomUUID()}`,
    leaseMs: config.OUTBOX_LEASE_MS,
    pollMs: config.OUTBOX_POLL_MS,
  });
}
