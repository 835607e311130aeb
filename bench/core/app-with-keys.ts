import { join } from 'node:path';
import { LocalIssuer } from '#lib/identity';
import { keyFileIn } from '#lib/personal-data';
import { NO_RATE_LIMITS } from '#lib/testing';
import type { BenchContext } from './bench-context.js';
import { type BuiltApp, startBuiltApp } from './built-app.js';

/** An app that believes the issuer of the bench, and has its keys. `environment`: where its database and its broker are. */
export async function startApp(
  app: string,
  environment: Readonly<Record<string, string>>,
  context: BenchContext,
): Promise<BuiltApp> {
  const issuer = await LocalIssuer.open(join(context.folder, 'issuer'));
  const common = {
    ...issuer.environment,
    ...NO_RATE_LIMITS,
    KEY_ENCRYPTION_KEY: await keyFileIn(context.folder),
  };
  return startBuiltApp(app, { ...common, ...environment }, context);
}
