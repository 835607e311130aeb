import type { Database } from '#lib/postgres';
import type { StreamKey } from './feed-batch.js';
import { type HistoryRow, readHistory } from './statements/history.js';

export interface HistoryQuery {
  readonly entryId: string;
  /** The audiences the reader belongs to. */
  readonly audiences: readonly string[];
  /** What the events are called, without versions, that change entries of their own stream. */
  readonly revisedBy: readonly string[];
  /** Where editors' words on the entry are, if the reader may know of them. */
  readonly curation?: StreamKey;
  readonly limit: number;
}

/** Reads what is behind entries, from the log. */
export class FeedHistory {
  constructor(private readonly database: Database) {}

  /** Oldest first, `limit` at most. Empty: there is no such entry for the reader. */
  async of(
    version: number,
    { entryId, audiences, revisedBy, curation, limit }: HistoryQuery,
  ): Promise<HistoryRow[]> {
    const { source = null, stream = null } = curation ?? {};
    return this.database.run(readHistory(version), entryId, audiences, revisedBy, source, stream, limit);
  }
}
