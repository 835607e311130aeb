import { join, resolve } from 'node:path';
import { keyFileIn } from '#lib/personal-data';
import { freePort } from '#lib/postgres';
import { LocalIssuer } from '#lib/identity';
import { NO_RATE_LIMITS } from '#lib/testing';
import { OwnProcess } from '../../tools/faults/system/own-process.js';
import type { BenchContext } from './bench-context.js';

/** The built app as a process of its own, with the settings of production. Resolves when it is ready. */
export async function startApp(
  app: string,
  context: BenchContext,
  environment: Readonly<Record<string, string>>,
): Promise<OwnProcess> {
  const port = await freePort();
  const issuer = await LocalIssuer.open(join(context.folder, 'issuer'));
  const process = new OwnProcess({
    name: app,
    url: `http://127.0.0.1:${port}`,
    main: resolve('dist/apps', app, 'src/main.js'),
    environment: {
      ...issuer.environment,
      ...NO_RATE_LIMITS,
      KEY_ENCRYPTION_KEY: await keyFileIn(context.folder),
      HOST: '127.0.0.1',
      PORT: String(port),
      ...environment,
    },
    logFile: join(context.folder, `${app}-${port}.log`),
  });
  await process.start();
  return process;
}
