import type { Database } from '#lib/postgres';
import type { StreamKey } from '../feed-batch.js';
import {
  findSubscriber,
  listSubscriptions,
  subscribe,
  type SubscriptionRow,
  unsubscribe,
} from './subscription-statements.js';

/** Events that end all subscriptions of a person: in `stream` followed by the person's id, by their names without versions. */
export interface Ending extends StreamKey {
  readonly names: readonly string[];
}

/** Links by which programs read the feed for a person. Only digests of their secrets are kept. */
export class Subscriptions {
  constructor(private readonly database: Database) {}

  /** The oldest first. */
  async of(personId: string): Promise<SubscriptionRow[]> {
    return this.database.run(listSubscriptions, personId);
  }

  /** Undefined when the person has `most` already. */
  async add(personId: string, digest: Buffer, most: number): Promise<SubscriptionRow | undefined> {
    const [row] = await this.database.run(subscribe, personId, digest, most);
    return row;
  }

  /** False when the person has no such subscription. */
  async remove(personId: string, id: string): Promise<boolean> {
    return (await this.database.run(unsubscribe, personId, id)).length > 0;
  }

  /** Whose subscription it is, unless it has ended. */
  async find(
    digest: Buffer,
    { source, stream, names }: Ending,
  ): Promise<{ id: string; personId: string } | undefined> {
    const [row] = await this.database.run(findSubscriber, digest, source, stream, names);
    return row && { id: row.id, personId: row.person_id };
  }
}
