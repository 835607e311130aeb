import { Logger } from '@nestjs/common';
import { feedDatabase, FeedWriter } from '#lib/read-model';
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
  // A line for each event would take longer than the event.
  Logger.overrideLogger(false);
  try {
    const projector = new BatchProjector(new FeedWriter(database), anyPublisher);
    let sofar = 0;
    for (const batch of companyHistory(events)) {
      await projector.project(batch);
      tell((sofar += batch.length));
    }
    return sofar;
  } finally {
    await database.onApplicationShutdown();
  }
}
