import { Logger } from '@nestjs/common';
import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { openPersonalData } from '#lib/personal-data';
import { feedDatabase, FeedWriter } from '#lib/read-model';
import { KEY_ENCRYPTION_KEY } from '#lib/testing';
import { BatchProjector } from '../../apps/feed-projector/src/batch.projector.js';
import { anyPublisher } from '../../apps/feed-projector/src/publishers/publishers.js';
import { companyHistory } from './company-history.js';

/** Lets a projector take `events` events, or a few more, as it would take them from the broker. Answers how many they were. */
export async function fillFeed(
  databaseUrl: string,
  events: number,
  tell: (sofar: number) => void = () => {},
): Promise<number> {
  const database = feedDatabase({ url: databaseUrl, applicationName: 'fill', owner: true });
  await database.onModuleInit();
  const { personal, close } = await openPersonalData({
    applicationName: 'fill',
    contracts: new ContractRegistry(contracts),
    config: { DATABASE_URL: databaseUrl, KEY_ENCRYPTION_KEY },
    cacheMs: 0,
  });
  // A line for each event would take longer than the event.
  Logger.overrideLogger(false);
  try {
    const projector = new BatchProjector(new FeedWriter(database), anyPublisher, personal);
    let sofar = 0;
    for (const batch of companyHistory(events)) {
      await projector.project(batch);
      tell((sofar += batch.length));
    }
    return sofar;
  } finally {
    await close();
    await database.onApplicationShutdown();
  }
}
