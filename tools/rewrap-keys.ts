// Wraps the keys of people by the first key of KEY_ENCRYPTION_KEY: npm run rewrap-keys
import { ContractRegistry } from '#lib/envelope';
import { openPersonalData, personalDataConfig } from '#lib/personal-data';
import { loadConfig, secretUrl } from '#lib/service';

const settings = personalDataConfig.extend({ DATABASE_URL: secretUrl('postgres:', 'postgresql:') });

try {
  const { keys, close } = await openPersonalData({
    applicationName: 'rewrap-keys',
    contracts: new ContractRegistry([]),
    config: loadConfig(settings),
    cacheMs: 0,
  });
  try {
    console.log(`${await keys.rewrap()} keys are wrapped anew`);
  } finally {
    await close();
  }
} catch (error) {
  console.error(`rewrap-keys: ${(error as Error).message}`);
  process.exitCode = 1;
}
