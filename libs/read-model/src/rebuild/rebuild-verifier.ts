import { type Database, statement } from '#lib/postgres';
import { Comparison } from './comparison.js';
import type { Reprojection } from './reprojection.js';
import type { Verification } from './verification.js';

const claimVerification = statement<[], { version: number; against: number }>(
  'feed_claim_verification',
  `SELECT r.version, live.version AS against
     FROM rebuild r JOIN projection p USING (version) JOIN projection live ON live.status = 'live'
    WHERE p.status = 'ready' AND r.verification IS NULL
    ORDER BY r.version LIMIT 1 FOR UPDATE OF r SKIP LOCKED`,
);

const saveVerification = statement<[version: number, verification: string], never>(
  'feed_save_verification',
  `UPDATE rebuild SET verification = $2 WHERE version = $1`,
);

/** Compares versions that live batches are written to with the live one, and with the log. */
export class RebuildVerifier {
  constructor(private readonly database: Database) {}

  /** The next version that waits for it, if there is one. `duty`: its share of the time, in percent. Rejects on `signal`. */
  async verifyNext(
    code: Reprojection,
    duty: number,
    signal: AbortSignal,
  ): Promise<(Verification & { version: number }) | undefined> {
    return this.database.inTransaction(async (tx) => {
      const [claimed] = await tx.run(claimVerification);
      if (!claimed) return undefined;
      const { version, against } = claimed;
      const verification = await new Comparison(tx, version, against, { duty, signal }).make(code);
      await tx.run(saveVerification, version, JSON.stringify(verification));
      return { version, ...verification };
    });
  }
}
