import type { Provider } from '@nestjs/common';
import { REQUESTS, type Requests } from '#lib/messaging';
import { Database } from '#lib/postgres';
import { HoleWatcher } from './hole.watcher.js';
import type { HolesConfig } from './holes.config.js';

/** What asks sources for events that do not come. */
export function holesProviders({ HOLE_TIMEOUT_MS: timeoutMs }: HolesConfig): Provider[] {
  return [
    {
      provide: HoleWatcher,
      useFactory: (database: Database, requests: Requests) => new HoleWatcher(database, requests, timeoutMs),
      inject: [Database, REQUESTS],
    },
  ];
}
