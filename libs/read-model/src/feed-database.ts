import { Database, type DatabaseOptions } from '#lib/postgres';
import { LoggedEvent } from './entities/logged-event.entity.js';
import { ParkedMessage } from './entities/parked-message.entity.js';
import { Projection } from './entities/projection.entity.js';
import { AddMentions1764100000000 } from './migrations/add-mentions.js';
import { AddPlacements1764000000000 } from './migrations/add-placements.js';
import { AddReactions1763700000000 } from './migrations/add-reactions.js';
import { AddReaders1764300000000 } from './migrations/add-readers.js';
import { AddRebuilds1763800100000 } from './migrations/add-rebuilds.js';
import { KeepThePast1764200000000 } from './migrations/keep-the-past.js';
import { CreateFeed1763600000002 } from './migrations/create-feed.js';
import { KeepActsAndAttempts1763800000000 } from './migrations/keep-acts-and-attempts.js';

const MIGRATIONS = [
  CreateFeed1763600000002,
  AddReactions1763700000000,
  KeepActsAndAttempts1763800000000,
  AddRebuilds1763800100000,
  AddPlacements1764000000000,
  AddMentions1764100000000,
  KeepThePast1764200000000,
  AddReaders1764300000000,
];

interface FeedDatabaseOptions extends Pick<
  DatabaseOptions,
  'url' | 'applicationName' | 'statementTimeoutMs'
> {
  readonly owner: boolean;
}

/** The `feed` schema. The projector owns it and migrates it; the API only reads, and calls what keeps something for its readers. */
export function feedDatabase(options: FeedDatabaseOptions): Database {
  return new Database({
    url: options.url,
    schema: 'feed',
    applicationName: options.applicationName,
    ...(options.statementTimeoutMs !== undefined && { statementTimeoutMs: options.statementTimeoutMs }),
    migrations: options.owner ? MIGRATIONS : [],
    entities: [Projection, ParkedMessage, LoggedEvent],
  });
}
