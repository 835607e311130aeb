import { CHIEF } from '#lib/testing';
import { startApp, tokensOf } from './built-app.js';
import { openBroker } from './bench-broker.js';
import type { BenchContext } from './bench-context.js';

const APPS = ['employee-registrar', 'feed-projector', 'feed-api'] as const;
type App = (typeof APPS)[number];

/** What takes hires, and what shows them, as apps of their own over one database and a virtual host of the broker. */
export interface FeedApps {
  readonly database: string;
  readonly ports: Readonly<Record<App, number>>;
  readonly pids: Readonly<Record<App, number>>;
  /** Of somebody who may do everything, without limits. */
  readonly signedIn: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startFeedApps(
  context: BenchContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<FeedApps> {
  const [database, { users }] = [await context.database(), await openBroker(context)];
  const common = { DATABASE_URL: database, ...environment };
  const started = await Promise.all(
    APPS.map((app) => startApp(app, { ...common, ...users.environmentOf(app) }, context)),
  );
  const ofEach = (value: (app: (typeof started)[number]) => number): Record<App, number> =>
    Object.fromEntries(started.map((app) => [app.name, value(app)])) as Record<App, number>;
  return {
    database,
    ports: ofEach(({ port }) => port),
    pids: ofEach(({ pid }) => pid),
    signedIn: await (await tokensOf(context)).as(CHIEF),
    stop: async () => {
      await Promise.all(started.map((app) => app.stop()));
    },
  };
}
