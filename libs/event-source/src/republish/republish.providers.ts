import type { Provider } from '@nestjs/common';
import { REQUESTS, type Requests } from '#lib/messaging';
import { OutboxRelay } from '#lib/outbox';
import { Database } from '#lib/postgres';
import { MissingEventsServer } from './missing-events.server.js';
import { Republisher } from './republisher.js';

/** What lets a source publish again: all that an operator wants, and what the feed misses. */
export function republishProviders(name: string): Provider[] {
  return [
    {
      provide: Republisher,
      useFactory: (database: Database, relay: OutboxRelay) => new Republisher(database, relay),
      inject: [Database, OutboxRelay],
    },
    {
      provide: MissingEventsServer,
      useFactory: (database: Database, relay: OutboxRelay, requests: Requests) =>
        new MissingEventsServer(database, relay, requests, `/${name}`),
      inject: [Database, OutboxRelay, REQUESTS],
    },
  ];
}
