import type { Provider } from '@nestjs/common';
import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { PersonalData, type PersonalDataConfig, personalDataProviders } from '#lib/personal-data';
import { FeedWriter } from '#lib/read-model';
import { ForgottenWatcher } from './forgotten.watcher.js';

/**
 * What the projector reads personal data by, and whoever sees to it that people stay forgotten. No key is remembered: one that
 * was destroyed must not be used a moment longer here, as what it reads is stored.
 */
export function erasureProviders(
  config: PersonalDataConfig & { readonly DATABASE_URL: string; readonly ERASURE_CHECK_MS: number },
): Provider[] {
  return [
    ...personalDataProviders({
      applicationName: 'feed-projector',
      contracts: new ContractRegistry(contracts),
      config,
      cacheMs: 0,
    }),
    {
      provide: ForgottenWatcher,
      useFactory: (writer: FeedWriter, personal: PersonalData) =>
        new ForgottenWatcher(writer, personal, config.ERASURE_CHECK_MS),
      inject: [FeedWriter, PersonalData],
    },
  ];
}
