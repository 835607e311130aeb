import type { Provider } from '@nestjs/common';
import { Database } from '#lib/postgres';
import { ParkedMessages } from '#lib/read-model';
import { ParkedOperator } from './parked.operator.js';
import { ReplayProjector } from './replay.projector.js';
import { SkipProjector } from './skip.projector.js';

/** All that the parked messages' controller needs. */
export const parkedProviders: Provider[] = [
  {
    provide: ParkedMessages,
    useFactory: (database: Database) => new ParkedMessages(database),
    inject: [Database],
  },
  ReplayProjector,
  SkipProjector,
  ParkedOperator,
];
