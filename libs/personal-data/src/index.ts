export { KeysUnavailable, PersonalDataUnreadable, PersonForgotten } from './errors.js';
export type { KeyEncryption, WrappedKey } from './keys/key-encryption.js';
export { LocalKeyEncryption } from './keys/local.key-encryption.js';
export { PersonalKeys, type KeysOptions } from './keys/personal-keys.js';
export { keysDatabase } from './keys-database.js';
export { type InTheClear, PersonalData, type PersonalEvent } from './personal-data.js';
export { type PersonalDataConfig, personalDataConfig } from './personal-data.config.js';
export { KEYS_DATABASE, type PersonalDataOptions, personalDataProviders } from './personal-data.providers.js';
