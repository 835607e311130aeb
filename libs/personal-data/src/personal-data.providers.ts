import type { Provider } from '@nestjs/common';
import type { ContractRegistry } from '#lib/envelope';
import type { Database } from '#lib/postgres';
import { LocalKeyEncryption } from './keys/local.key-encryption.js';
import { PersonalKeys } from './keys/personal-keys.js';
import { keysDatabase } from './keys-database.js';
import { PersonalData } from './personal-data.js';
import type { PersonalDataConfig } from './personal-data.config.js';

/** The database of the keys, by this token: an app has one of its own beside it. */
export const KEYS_DATABASE = Symbol('KEYS_DATABASE');

export interface PersonalDataOptions {
  /** Whose connections to the keys they are. */
  readonly applicationName: string;
  readonly contracts: ContractRegistry;
  readonly config: PersonalDataConfig & { readonly DATABASE_URL: string };
  /** See {@link PersonalKeys}. */
  readonly cacheMs: number;
}

/** Provides {@link PersonalData}. Of contracts without personal fields nobody ever asks for a key: then there is no connection. */
export function personalDataProviders(options: PersonalDataOptions): Provider[] {
  const { applicationName, contracts, config, cacheMs } = options;
  const { KEYS_DATABASE_URL: url = config.DATABASE_URL, KEY_ENCRYPTION_KEY: setting } = config;
  const besideEvents = url === config.DATABASE_URL;
  const personalData = (database: Database): PersonalData => {
    const keys = new PersonalKeys(database, LocalKeyEncryption.from(setting), { cacheMs, besideEvents });
    return new PersonalData(contracts, keys);
  };
  const make = (): Database => keysDatabase(url, applicationName);
  if (!contracts.hasPersonalFields())
    return [{ provide: PersonalData, useFactory: () => personalData(make()) }];
  return [
    { provide: KEYS_DATABASE, useFactory: make },
    { provide: PersonalData, useFactory: personalData, inject: [KEYS_DATABASE] },
  ];
}
