import type { EventPlace } from '#lib/envelope';
import type { Database } from '#lib/postgres';
import { countAhead } from './statements/progress.js';

/** How far the feed has come in each stream. */
export class FeedProgress {
  constructor(private readonly database: Database) {}

  /** Whether readers see what all of these events did. A stream that waits behind a parked event stays where it is. */
  async covers(places: readonly EventPlace[]): Promise<boolean> {
    const [row] = await this.database.run(
      countAhead,
      places.map(({ source }) => source),
      places.map(({ stream }) => stream),
      places.map(({ sequence }) => sequence),
    );
    return row!.ahead === 0;
  }
}
