import type { z } from 'zod';
import { ConfigFault, loadConfig } from './config/load-config.js';
import { whyNotNode } from './config/node-version.js';
import type { ServiceConfig } from './config/service-config.js';
import { createService } from './create-service.js';
import { createLogger } from './log/create-logger.js';
import { type AppModule, serviceNameOf, type ServiceOptions } from './service-options.js';
import { exitCode, stopWhenTold } from './stop-when-told.js';
import { memoryUse, watchMemory } from './watch-memory.js';

/** {@link ServiceOptions}, for a service that has the process to itself. */
export interface RunOptions<Config> extends ServiceOptions<Config> {
  /** Called once the service is ready, with the address it listens on. */
  readonly onServing?: (address: string) => void;
}

/**
 * The whole of a `main.ts`: reads the configuration from the environment, starts the service, and sees to the end of the
 * process. Resolves once it serves. A faulty configuration is listed on stderr, a failed start logged; both exit 1.
 */
export async function runService<Config extends ServiceConfig>(
  module: AppModule<Config>,
  configSchema: z.ZodType<Config>,
  { onServing, ...options }: RunOptions<Config> = {},
): Promise<void> {
  const name = options.name ?? serviceNameOf(module);
  process.title = `feed:${name}`;
  const unfit = whyNotNode(process.versions.node);
  if (unfit !== undefined) refuseToStart(name, unfit);
  const config = configOrExit(configSchema, name);
  const logger = options.logger ?? createLogger({ name, level: config.LOG_LEVEL });
  // A turn later, when signals are listened to: one that came in between would leave behind what was acquired.
  const starting = Promise.resolve().then(() => createService(module, config, { ...options, name, logger }));
  const stop = stopWhenTold(starting, logger, config);
  watchMemory({
    everyMs: config.MEMORY_CHECK_MS,
    read: () => memoryUse(config.MEMORY_LIMIT_MB),
    onNearlyFull: (use) => {
      logger.fatal({ ...use }, 'memory nearly full: draining');
      stop(exitCode.memoryFull);
    },
  });
  try {
    const { url } = await starting;
    logger.info({ url }, 'serving');
    onServing?.(url);
  } catch (err) {
    logger.fatal({ err }, 'not started');
    process.exit(exitCode.failed);
  }
}

function configOrExit<Config>(schema: z.ZodType<Config>, name: string): Config {
  try {
    return loadConfig(schema);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    refuseToStart(name, error.message);
  }
}

function refuseToStart(name: string, why: string): never {
  process.stderr.write(`${name}: ${why}\n`);
  process.exit(exitCode.failed);
}
