import { join } from 'node:path';
import { LOCAL_ISSUER, LocalIssuer } from '#lib/identity';
import { ConfigFault, isLoopback, RATE_LIMITS_OFF, type Resources } from '#lib/service';
import { localDatabase } from './local.database.js';
import type { StandaloneConfig } from './standalone.config.js';

/**
 * The database, and unless there is a provider, the issuer of a standalone. Throws {@link ConfigFault} where others could
 * reach it: that issuer signs in whoever asks, as whomever they ask for. So a limit on what one person may do would limit nobody,
 * and there is none.
 */
export async function localResources(config: StandaloneConfig): Promise<Resources<StandaloneConfig>> {
  if (config.OIDC_ISSUER !== LOCAL_ISSUER) return localDatabase(config);
  if (!isLoopback(config.HOST))
    throw new ConfigFault([
      `HOST: ${config.HOST} is not on this machine alone; set OIDC_ISSUER to serve others`,
    ]);
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
