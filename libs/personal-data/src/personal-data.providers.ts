import type { Provider } from '@nestjs/common';
import type { Database } from '#lib/postgres';
import { keysDatabaseOf, keysIn, type PersonalDataOptions } from './open-personal-data.js';
import { PersonalData } from './personal-data.js';

/** The database of the keys, by this token: an app has one of its own beside it. */
export const KEYS_DATABASE = Symbol('KEYS_DATABASE');

/** Provides {@link PersonalData}. With contracts that have no personal fields nobody asks for a key: there is no connection. */
export function personalDataProviders(options: PersonalDataOptions): Provider[] {
  const make = (): Database => keysDatabaseOf(options);
  const on = (database: Database): PersonalData =>
    new PersonalData(options.contracts, keysIn(database, options));
  if (!options.contracts.hasPersonalFields())
    return [{ provide: PersonalData, useFactory: () => on(make()) }];
  return [
    { provide: KEYS_DATABASE, useFactory: make },
    { provide: PersonalData, useFactory: on, inject: [KEYS_DATABASE] },
  ];
}
