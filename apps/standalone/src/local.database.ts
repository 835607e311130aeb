import { Logger } from '@nestjs/common';
import { lockDataFolder, startEmbeddedPostgres } from '#lib/postgres';
import type { Resources } from '#lib/service';
import type { StandaloneConfig } from './standalone.config.js';

/**
 * The database of a standalone: the one of `DATABASE_URL`, or an embedded one in `DATA_DIR`. Either way it is this
 * process's alone; throws `DataFolderInUse` when another one works on it.
 */
export async function localDatabase(config: StandaloneConfig): Promise<Resources<StandaloneConfig>> {
  const { DATABASE_URL } = config;
  if (DATABASE_URL !== undefined) {
    const lock = await lockDataFolder(DATABASE_URL, 'the database of DATABASE_URL');
    return { config, release: () => lock.release() };
  }
  const logger = new Logger('EmbeddedPostgres');
  const server = await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log: (line) => logger.log(line) });
  const lock = await lockDataFolder(server.url, config.DATA_DIR).catch(async (error: unknown) => {
    // Leaves the server running when it is somebody else's.
    await server.stop();
    throw error;
  });
  return {
    config: { ...config, DATABASE_URL: server.url },
    release: async () => {
      await server.stop();
      await lock.release();
    },
  };
}
