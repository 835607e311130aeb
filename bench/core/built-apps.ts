import { join } from 'node:path';
import { keyFileIn } from '#lib/personal-data';
import { LocalIssuer } from '#lib/identity';
import { freePort } from '#lib/postgres';
import { makeBrokerUsers, NO_RATE_LIMITS, Tokens } from '#lib/testing';
import { OwnProcess } from '../../tools/faults/system/own-process.js';
import type { BenchContext } from './bench-context.js';

export interface BuiltApp {
  readonly name: string;
  readonly process: OwnProcess;
}

let started = 0;

/**
 * Built apps as processes of their own, with the settings of production on one database. `urlOf`: by which address an app
 * reaches it. Without `broker` each is a standalone of its own kind. Resolves when all are ready.
 */
export async function startApps(
  context: BenchContext,
  names: readonly string[],
  {
    urlOf,
    environment = {},
    broker = true,
  }: {
    urlOf: (name: string) => string;
    environment?: Readonly<Record<string, string>>;
    broker?: boolean;
  },
): Promise<{ apps: readonly BuiltApp[]; tokens: Tokens; stop: () => Promise<void> }> {
  const folder = join(context.folder, `apps-${++started}`);
  const tokens = new Tokens(await LocalIssuer.open(join(folder, 'issuer')));
  const users = broker ? await makeBrokerUsers(await context.rabbitmq()) : undefined;
  const common = {
    ...tokens.issuer.environment,
    ...NO_RATE_LIMITS,
    KEY_ENCRYPTION_KEY: await keyFileIn(folder),
    HOST: '127.0.0.1',
    // Where a standalone finds that issuer.
    DATA_DIR: folder,
    DRAIN_DELAY_MS: '0',
    ...environment,
  };
  const apps: BuiltApp[] = [];
  for (const name of names) {
    const port = await freePort();
    const process = new OwnProcess({
      name,
      url: `http://127.0.0.1:${port}`,
      main: mainOf(name),
      environment: {
        ...common,
        DATABASE_URL: urlOf(name),
        PORT: String(port),
        ...users?.environmentOf(name),
      },
      logFile: join(folder, `${name}.log`),
    });
    apps.push({ name, process });
  }
  const stop = async (): Promise<void> => {
    await Promise.all(apps.map((app) => app.process.stop()));
  };
  try {
    await Promise.all(apps.map((app) => app.process.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { apps, tokens, stop };
}

export function mainOf(app: string): string {
  return join(import.meta.dirname, '../../apps', app, 'src/main.js');
}
