import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import { OwnProcess } from '../../tools/faults/system/own-process.js';
import type { BenchContext } from './bench-context.js';

/** An app of this project as it runs in production, in a process of its own. */
export interface BuiltApp {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the compiled app, on a port of its own, and waits until it is ready. */
export async function startBuiltApp(
  name: string,
  environment: Readonly<Record<string, string>>,
  { folder }: Pick<BenchContext, 'folder'>,
): Promise<BuiltApp> {
  const port = await freePort();
  const app = new OwnProcess({
    name,
    url: `http://127.0.0.1:${port}`,
    main: join(import.meta.dirname, '../../apps', name, 'src/main.js'),
    environment: { HOST: '127.0.0.1', DRAIN_DELAY_MS: '0', ...environment, PORT: String(port) },
    logFile: join(folder, `${name}-${port}.log`),
  });
  await app.start();
  return { port, pid: app.pid!, stop: () => app.stop() };
}
