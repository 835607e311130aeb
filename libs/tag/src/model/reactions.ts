import type { FeedClient, FeedEntry } from '#lib/client';
import { type FeedState, reacted, toggled } from './feed-state.js';

/** What readers say of entries. */
export class Reactions {
  private client: FeedClient | undefined;

  constructor(private readonly update: (change: (before: FeedState) => FeedState) => void) {}

  begin(client: FeedClient): void {
    this.client = client;
  }

  /** Said or taken back, at once; and undone when it is refused. Throws what it was refused with. */
  async toggle({ id, reactions }: FeedEntry, kind: string): Promise<void> {
    const isThere = !reactions.some((reaction) => reaction.kind === kind && reaction.mine);
    const now = toggled(reactions, kind, isThere);
    this.update((before) => reacted(before, id, now));
    try {
      await this.client!.react(id, kind, isThere);
    } catch (error) {
      this.update((before) => reacted(before, id, reactions));
      throw error;
    }
  }
}
