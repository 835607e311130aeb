import { type Database, type Statement, statement } from '#lib/postgres';
import { checkedVersion } from './projection-tables.js';

const versionsWithTables = statement<[], { version: number }>(
  'feed_versions_with_tables',
  `SELECT version FROM rebuild WHERE dropped_at IS NULL ORDER BY version`,
);

/** The newest are counted, not their positions: a transaction that was rolled back leaves a gap in these. */
function forgetOldChanges(version: number): Statement<[kept: number, batch: number], { forgotten: number }> {
  const v = `v${checkedVersion(version)}`;
  return statement(
    `feed_forget_changes_${v}`,
    `WITH oldest AS (
       SELECT position FROM change_${v}
        WHERE position <= (SELECT position FROM change_${v} ORDER BY position DESC OFFSET $1 LIMIT 1)
        ORDER BY position LIMIT $2
     ), gone AS (DELETE FROM change_${v} USING oldest WHERE change_${v}.position = oldest.position RETURNING 1)
     SELECT count(*)::int AS forgotten FROM gone`,
  );
}

/**
 * What readers were told long ago. Nothing but following the feed reads it, and whoever is further behind than what is kept
 * reads the feed anew.
 */
export class OldChanges {
  constructor(private readonly database: Database) {}

  /** Deletes all but the newest `kept` of each version of the read model, `batch` in one transaction. Answers how many. */
  async forget(kept: number, batch: number): Promise<number> {
    let sum = 0;
    for (const { version } of await this.database.run(versionsWithTables)) {
      for (let forgotten = batch; forgotten === batch; sum += forgotten)
        forgotten = (await this.database.run(forgetOldChanges(version), kept, batch))[0]!.forgotten;
    }
    return sum;
  }
}
