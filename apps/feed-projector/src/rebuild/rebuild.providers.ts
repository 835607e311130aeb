import type { Provider } from '@nestjs/common';
import { PersonalData } from '#lib/personal-data';
import { Database } from '#lib/postgres';
import { Rebuilds, RebuildStore, RebuildVerifier } from '#lib/read-model';
import type { RebuildConfig } from './rebuild.config.js';
import { RebuildWorker } from './rebuild.worker.js';

/** All that rebuilds need of the projector. */
export function rebuildProviders({ REBUILD_DUTY: duty, REBUILD_BATCH: batch }: RebuildConfig): Provider[] {
  return [
    { provide: Rebuilds, useFactory: (database: Database) => new Rebuilds(database), inject: [Database] },
    {
      provide: RebuildWorker,
      useFactory: (database: Database, personal: PersonalData) => {
        const [store, verifier] = [new RebuildStore(database), new RebuildVerifier(database)];
        return new RebuildWorker(store, verifier, { duty, batch }, personal);
      },
      inject: [Database, PersonalData],
    },
  ];
}
