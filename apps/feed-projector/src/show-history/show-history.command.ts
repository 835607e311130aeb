import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { keyFileIn, openPersonalData, personalDataConfig } from '#lib/personal-data';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/postgres';
import { feedDatabase, FeedWriter } from '#lib/read-model';
import { ConfigFault, loadConfig, secretUrl } from '#lib/service';
import { HistoryProjector } from './history.projector.js';

const config = personalDataConfig.extend({
  KEY_ENCRYPTION_KEY: personalDataConfig.shape.KEY_ENCRYPTION_KEY.optional(),
  DATABASE_URL: secretUrl('postgres:', 'postgresql:').optional(),
  DATA_DIR: z.string().default('./data'),
});

try {
  await showHistory();
} catch (error) {
  console.error(`show-history: ${(error as Error).message}`);
  if (!(error instanceof ConfigFault)) console.error('What was shown so far stays. It can be run again.');
  process.exitCode = 1;
}

async function showHistory(): Promise<void> {
  const { DATABASE_URL, DATA_DIR, ...settings } = loadConfig(config);
  const embedded = DATABASE_URL === undefined ? await embeddedIn(DATA_DIR) : undefined;
  const url = embedded?.url ?? DATABASE_URL!;
  const database = feedDatabase({ url, applicationName: 'show-history', owner: true });
  const KEY_ENCRYPTION_KEY = settings.KEY_ENCRYPTION_KEY ?? (await keyFileIn(DATA_DIR));
  const { personal, close } = await openPersonalData({
    applicationName: 'show-history',
    contracts: new ContractRegistry(contracts),
    config: { ...settings, KEY_ENCRYPTION_KEY, DATABASE_URL: url },
    cacheMs: 0,
  });
  try {
    await database.onModuleInit();
    const writer = new FeedWriter(database);
    const shown = await new HistoryProjector(writer, personal).show((sofar) =>
      console.log(`${sofar} shown so far`),
    );
    console.log(`${shown} events are shown that had no card when they came`);
    for (const { type, count } of await writer.countNotShown()) {
      console.log(`${count} of ${type} are kept and not shown: there is no card for it`);
    }
  } finally {
    await close();
    await database.onApplicationShutdown();
    await embedded?.stop();
  }
}

/** Of a standalone that is running, its server is used, and left running. */
async function embeddedIn(dataDir: string): Promise<EmbeddedPostgres> {
  if (!existsSync(join(dataDir, 'pg'))) {
    throw new Error(`there is no database in ${dataDir}: set DATA_DIR, or DATABASE_URL`);
  }
  return startEmbeddedPostgres({ dataDir, log: console.log });
}
