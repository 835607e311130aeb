import { Database } from '#lib/postgres';
import { LoggedEvent } from './entities/logged-event.entity.js';
import { ParkedMessage } from './entities/parked-message.entity.js';
import { Projection } from './entities/projection.entity.js';
import { AddReactions1763700000000 } from './migrations/add-reactions.js';
import { CreateFeed1763600000002 } from './migrations/create-feed.js';

/** The `feed` schema. The projector owns it and migrates it; the API only reads. */
export function feedDatabase(options: { url: string; applicationName: string; owner: boolean }): Database {
  return new Database({
    url: options.url,
    schema: 'feed',
    applicationName: options.applicationName,
    migrations: options.owner ? [CreateFeed1763600000002, AddReactions1763700000000] : [],
    entities: [Projection, ParkedMessage, LoggedEvent],
  });
}
