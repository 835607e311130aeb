import type { BenchContext } from '../bench-context.js';
import { type BuiltApp, startApp, tokensOf } from '../built-app.js';

/** The feed's API as in production, and how one signs in to it. */
export interface ReadingSystem {
  readonly app: BuiltApp;
  /** What has to be told to whoever is to believe the same tokens. */
  readonly environment: Readonly<Record<string, string>>;
  readonly authorizationOf: (reader: number) => Promise<string>;
}

/** The limits on rates are in force, and so high that nobody meets them. */
export async function startReadingSystem(context: BenchContext, databaseUrl: string): Promise<ReadingSystem> {
  const tokens = await tokensOf(context);
  const { environment } = tokens.issuer;
  const settings = { DATABASE_URL: databaseUrl, RATE_LIMIT_READS: '1000000' };
  const app = await startApp('feed-api', settings, context);
  const authorizationOf = async (reader: number): Promise<string> =>
    (await tokens.as({ subject: `reader-${reader}` })).authorization;
  return { app, environment, authorizationOf };
}
