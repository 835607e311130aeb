import { Logger } from '@nestjs/common';
import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import type { Delivery } from '#lib/messaging';
import { openPersonalData } from '#lib/personal-data';
import { feedDatabase, FeedWriter } from '#lib/read-model';
import { BatchProjector } from '../../../apps/feed-projector/src/batch.projector.js';
import { anyPublisher } from '../../../apps/feed-projector/src/publishers/publishers.js';
import { companyHistory } from '../../../tools/rebuild/company-history.js';

export const BATCH = 500;

/** A projector beside the one of the app, which is handed out batches. */
export async function projectorOf(
  url: string,
  keyEncryptionKey: string,
): Promise<{ project: () => Promise<void>; close: () => Promise<void> }> {
  const database = feedDatabase({ url, applicationName: 'bench', owner: true });
  await database.onModuleInit();
  const { personal, close } = await openPersonalData({
    applicationName: 'bench',
    contracts: new ContractRegistry(contracts),
    config: { DATABASE_URL: url, KEY_ENCRYPTION_KEY: keyEncryptionKey },
    cacheMs: 0,
  });
  // A line for each event would take longer than the event.
  Logger.overrideLogger(false);
  const projector = new BatchProjector(new FeedWriter(database), anyPublisher, personal);
  const batches = inBatches();
  return {
    project: () => projector.project(batches.next().value!),
    close: async () => {
      await close();
      await database.onApplicationShutdown();
    },
  };
}

/** Without end. */
function* inBatches(): Generator<readonly Delivery[], never> {
  let left: Delivery[] = [];
  for (;;) {
    for (const more of companyHistory(10 * BATCH)) {
      left.push(...more);
      for (; left.length >= BATCH; left = left.slice(BATCH)) yield left.slice(0, BATCH);
    }
  }
}
