import { type Database, type Session, statement } from '#lib/postgres';

interface AttemptRow {
  fingerprint: string;
  started: number;
}

const findAttempts = statement<[fingerprints: readonly string[]], AttemptRow>(
  'feed_find_attempts',
  'SELECT fingerprint, started FROM attempt WHERE fingerprint = ANY ($1)',
);

// 2 at first: it comes again because its first delivery has not ended well.
const startAttempts = statement<[fingerprints: readonly string[]], never>(
  'feed_start_attempts',
  `INSERT INTO attempt (fingerprint, started) SELECT unnest($1::text[]), 2 ORDER BY 1
   ON CONFLICT (fingerprint) DO UPDATE SET started = attempt.started + 1, started_at = clock_timestamp()`,
);

const forgiveAttempts = statement<[fingerprints: readonly string[]], never>(
  'feed_forgive_attempts',
  'UPDATE attempt SET started = started - 1 WHERE fingerprint = ANY ($1)',
);

const deleteAttempts = statement<[fingerprints: readonly string[]], never>(
  'feed_finish_attempts',
  'DELETE FROM attempt WHERE fingerprint = ANY ($1)',
);

/**
 * How often work on a message was begun and not finished, because the process ended over it (trap T9). Committed before
 * the work begins, for what a transaction wrote goes with the process. Only kept of messages that come again.
 */
export class Attempts {
  constructor(private readonly database: Database) {}

  /** By fingerprint; a message that was never begun before, or always finished, is not in it. */
  async begun(fingerprints: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.run(findAttempts, fingerprints);
    return new Map(rows.map(({ fingerprint, started }) => [fingerprint, started]));
  }

  async start(fingerprints: readonly string[]): Promise<void> {
    await this.database.run(startAttempts, [...new Set(fingerprints)]);
  }

  /** They were not finished, but the process lives: the fault was the database's. */
  async forgive(fingerprints: readonly string[]): Promise<void> {
    await this.database.run(forgiveAttempts, fingerprints);
  }
}

/** In the transaction that finishes the work. */
export async function finishAttempts(tx: Session, fingerprints: readonly string[]): Promise<void> {
  if (fingerprints.length > 0) await tx.run(deleteAttempts, fingerprints);
}
