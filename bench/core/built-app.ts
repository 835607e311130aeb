import { join } from 'node:path';
import { keyFileIn } from '#lib/personal-data';
import { LocalIssuer } from '#lib/identity';
import { freePort } from '#lib/postgres';
import { NO_RATE_LIMITS, Tokens } from '#lib/testing';
import { OwnProcess } from '../../tools/faults/system/own-process.js';
import type { BenchContext } from './bench-context.js';

/** An app of this project as it runs in production, in a process of its own. */
export interface BuiltApp {
  readonly name: string;
  readonly port: number;
  /** Throws when it has ended. */
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts the compiled app and waits until it is ready. It believes {@link tokensOf} the bench and has its keys; `environment`:
 * where its database and its broker are, and what is to be otherwise.
 */
export async function startApp(
  name: string,
  environment: Readonly<Record<string, string>>,
  context: BenchContext,
): Promise<BuiltApp> {
  const port = await freePort();
  const { issuer } = await tokensOf(context);
  const app = new OwnProcess({
    name,
    url: `http://127.0.0.1:${port}`,
    main: join(import.meta.dirname, '../../apps', name, 'src/main.js'),
    environment: {
      ...issuer.environment,
      ...NO_RATE_LIMITS,
      KEY_ENCRYPTION_KEY: await keyFileIn(context.folder),
      HOST: '127.0.0.1',
      // Where a standalone finds that issuer.
      DATA_DIR: context.folder,
      DRAIN_DELAY_MS: '0',
      ...environment,
      PORT: String(port),
    },
    logFile: join(context.folder, `${name}-${port}.log`),
  });
  context.atEnd(() => app.stop());
  await app.start();
  return {
    name,
    port,
    get pid() {
      if (app.pid === undefined) throw new Error(`${name} has ended; what it said is in ${context.folder}`);
      return app.pid;
    },
    stop: () => app.stop(),
  };
}

/** Of the issuer that all apps of a run believe. */
export async function tokensOf({ folder }: Pick<BenchContext, 'folder'>): Promise<Tokens> {
  return new Tokens(await LocalIssuer.open(join(folder, 'issuer')));
}
