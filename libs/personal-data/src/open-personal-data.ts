import type { ContractRegistry } from '#lib/envelope';
import type { Database } from '#lib/postgres';
import { LocalKeyEncryption } from './keys/local.key-encryption.js';
import { type KeysOptions, PersonalKeys } from './keys/personal-keys.js';
import { keysDatabase } from './keys-database.js';
import { PersonalData } from './personal-data.js';
import type { PersonalDataConfig } from './personal-data.config.js';

export interface PersonalDataOptions extends Pick<KeysOptions, 'cacheMs'> {
  /** Whose connections to the keys they are. */
  readonly applicationName: string;
  readonly contracts: ContractRegistry;
  /** `DATABASE_URL`: where the events are recorded. */
  readonly config: PersonalDataConfig & { readonly DATABASE_URL: string };
}

export function keysDatabaseOf({ applicationName, config }: PersonalDataOptions): Database {
  return keysDatabase(config.KEYS_DATABASE_URL ?? config.DATABASE_URL, applicationName);
}

export function keysIn(database: Database, { config, cacheMs }: PersonalDataOptions): PersonalKeys {
  return new PersonalKeys(database, LocalKeyEncryption.from(config.KEY_ENCRYPTION_KEY), { cacheMs });
}

export interface OpenPersonalData {
  readonly personal: PersonalData;
  readonly keys: PersonalKeys;
  readonly close: () => Promise<void>;
}

/** For commands and tools. A Nest app has `personalDataProviders`. */
export async function openPersonalData(options: PersonalDataOptions): Promise<OpenPersonalData> {
  const database = keysDatabaseOf(options);
  const keys = keysIn(database, options);
  await database.onModuleInit();
  const close = () => database.onApplicationShutdown();
  return { personal: new PersonalData(options.contracts, keys), keys, close };
}
