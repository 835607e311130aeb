import { type Database, Together } from '#lib/postgres';
import { deleteRows, nextRows, type OutboxRow } from './statements.js';

/** Rows of a part that are on their way at once. */
export const BATCH_MAX = 200;

/** The right to empty a part, until `validUntil` of the monotonic clock. `epoch` fences it in the database. */
export interface Lease {
  readonly part: number;
  readonly epoch: string;
  readonly owner: string;
  readonly validUntil: number;
}

interface Wanted {
  readonly part: number;
  readonly afterId: string;
}

interface Confirmed {
  readonly lease: Lease;
  readonly ids: readonly string[];
}

/** The rows of all parts that one relay holds: what several parts want at once takes one round trip. */
export class OutboxRows {
  private readonly wanted: Together<Wanted, readonly OutboxRow[]>;
  private readonly confirmed: Together<Confirmed, boolean>;

  constructor(private readonly database: Database) {
    this.wanted = new Together((all) => this.read(all));
    this.confirmed = new Together((all) => this.delete(all));
  }

  /** The next rows of a part behind an id, in order. */
  next(part: number, afterId: string): Promise<readonly OutboxRow[]> {
    return this.wanted.ask({ part, afterId });
  }

  /** Deletes what was confirmed. False, and nothing is deleted, where the part has changed hands. */
  forget(lease: Lease, ids: readonly string[]): Promise<boolean> {
    return this.confirmed.ask({ lease, ids });
  }

  private async read(all: readonly Wanted[]): Promise<readonly (readonly OutboxRow[])[]> {
    const parts = all.map(({ part }) => part);
    const afterIds = all.map(({ afterId }) => afterId);
    const rows = Map.groupBy(await this.database.run(nextRows, parts, afterIds, BATCH_MAX), ({ n }) => n);
    return all.map((_, at) => rows.get(at + 1) ?? []);
  }

  private async delete(all: readonly Confirmed[]): Promise<readonly boolean[]> {
    const rows = await this.database.run(
      deleteRows,
      all.flatMap(({ ids }) => ids),
      all.map(({ lease }) => lease.part),
      all.map(({ lease }) => lease.owner),
      all.map(({ lease }) => lease.epoch),
    );
    const held = new Set(rows.map(({ n }) => n));
    return all.map((_, at) => held.has(at + 1));
  }
}
