import type { Provider } from '@nestjs/common';
import { Database } from '#lib/postgres';
import { Attempts } from '#lib/read-model';
import { CarefulProjector } from './careful.projector.js';

export const attemptsProviders: Provider[] = [
  { provide: Attempts, useFactory: (database: Database) => new Attempts(database), inject: [Database] },
  CarefulProjector,
];
