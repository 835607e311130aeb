import { join } from 'node:path';
import { LOCAL_ISSUER, LocalIssuer } from '#lib/identity';
import { keyFileIn } from '#lib/personal-data';
import { ConfigFault, isLoopback, RATE_LIMITS_OFF, type Resources } from '#lib/service';
import { localDatabase } from './local.database.js';
import type { StandaloneConfig } from './standalone.config.js';

/**
 * The database, the key-encryption key, and unless there is a provider, the issuer of a standalone. Throws
 * {@link ConfigFault} where others could reach it: that issuer signs in whoever asks, as whomever they ask for. So a limit on
 * what one person may do would limit nobody, and there is none.
 */
export async function localResources(given: StandaloneConfig): Promise<Resources<StandaloneConfig>> {
  if (given.OIDC_ISSUER === LOCAL_ISSUER) refuseOthers(given.HOST);
  const KEY_ENCRYPTION_KEY = given.KEY_ENCRYPTION_KEY ?? (await keyFileIn(given.DATA_DIR));
  const config = { ...given, KEY_ENCRYPTION_KEY };
  if (config.OIDC_ISSUER !== LOCAL_ISSUER) return localDatabase(config);
  const database = await localDatabase(config);
  const personas = await LocalIssuer.open(join(config.DATA_DIR, 'issuer')).catch(async (error: unknown) => {
    await database.release();
    throw error;
  });
  return {
    ...database,
    config: { ...database.config, ...personas.environment, ...RATE_LIMITS_OFF, personas },
  };
}

function refuseOthers(host: string): void {
  if (isLoopback(host)) return;
  throw new ConfigFault([`HOST: ${host} is not on this machine alone; set OIDC_ISSUER to serve others`]);
}
