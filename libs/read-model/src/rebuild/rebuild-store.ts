import type { CloudEvent } from '#lib/envelope';
import { type Database, isConnectionError, isDataError, sqlState, type Transaction } from '#lib/postgres';
import type { ProjectionChanges } from '../feed-batch.js';
import { writeChanges } from '../projection-writer.js';
import { lockPositions } from '../statements/consumption.js';
import { rebuildStatements } from '../statements/projection.js';
import {
  advanceRebuild,
  claimRebuild,
  failRebuild,
  isWorkWanted,
  markReady,
  readLog,
} from './rebuild-statements.js';

/** What events of the log, in its order, leave behind. Throws when one cannot be read. */
export type Projecting = (events: readonly CloudEvent[]) => Promise<ProjectionChanges>;

export interface RebuildPace {
  /** Events in one transaction. */
  readonly batch: number;
  /** How much of the time is spent on it, in percent; the rest is for everybody else. */
  readonly duty: number;
}

/** Events that are written with one statement of each kind. */
const AT_ONCE = 500;

/** `idle`: nothing is to be built, another worker is at it, or it rests. `restMs`: the next step may come after it. */
export type RebuildStep =
  | { readonly did: 'idle' }
  | { readonly did: 'wrote' | 'caught up'; readonly version: number; readonly restMs: number }
  | { readonly did: 'failed'; readonly version: number; readonly why: string };

/** A fault in what the log holds, or in how it is read: the same again would fail again. */
class StepFailed extends Error {
  constructor(
    readonly version: number,
    cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

/** Builds a version from the log, a step at a time. Any number of processes may take steps. */
export class RebuildStore {
  constructor(private readonly database: Database) {}

  /** Whether any version is to be built or verified, here or by another process. */
  async isWorkWanted(): Promise<boolean> {
    const [row] = await this.database.run(isWorkWanted);
    return row!.wanted;
  }

  /**
   * Writes the next events of the log and how far it has come, in one transaction. When the log is at its end, it takes
   * the positions lock, writes what has come since, and makes the version one that every live batch is written to:
   * whatever is committed before is in it by this, and whatever is committed after by the batch itself.
   */
  async step(project: Projecting, { batch, duty }: RebuildPace): Promise<RebuildStep> {
    const begun = performance.now();
    try {
      return await this.database.inTransaction(async (tx) => {
        const [at] = await tx.run(claimRebuild);
        if (!at) return { did: 'idle' };
        const copy = new Copy(tx, at, project);
        const hasMore = (await copy.next(batch)) || (await copy.lastUnderLock(batch));
        const restMs = (performance.now() - begun) * (100 / duty - 1);
        await tx.run(advanceRebuild, at.version, copy.position, copy.events, restMs, !hasMore);
        return { did: hasMore ? 'wrote' : 'caught up', version: at.version, restMs };
      });
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      await this.database.run(failRebuild, error.version, error.message);
      return { did: 'failed', version: error.version, why: error.message };
    }
  }
}

/** The events of one step on their way from the log into a version. */
class Copy {
  position: string;
  events = 0;
  private readonly version: number;

  constructor(
    private readonly tx: Transaction,
    at: { version: number; position: string },
    private readonly project: Projecting,
  ) {
    this.version = at.version;
    this.position = at.position;
  }

  /** Whether there may be more. */
  async next(limit: number): Promise<boolean> {
    const rows = await this.tx.run(readLog, this.position, limit);
    const last = rows.at(-1);
    if (!last) return false;
    try {
      await this.write(rows.map(({ event }) => event as CloudEvent));
    } catch (error) {
      throw isTheEvents(error) ? new StepFailed(this.version, error as Error) : error;
    }
    this.position = last.position;
    this.events += rows.length;
    return rows.length === limit;
  }

  /** While the database writes some events, the next ones are projected: that takes about as long. */
  private async write(events: readonly CloudEvent[]): Promise<void> {
    let writing: Promise<unknown> = Promise.resolve();
    try {
      for (let from = 0; from < events.length; from += AT_ONCE) {
        const changes = await this.project(events.slice(from, from + AT_ONCE));
        await writing;
        writing = writeChanges(this.tx, rebuildStatements(this.version), changes);
        // Heard below; until then nobody listens.
        writing.catch(() => {});
      }
    } finally {
      await writing;
    }
  }

  /** Whether there was more than may be written while all projectors wait. */
  async lastUnderLock(limit: number): Promise<boolean> {
    await this.tx.run(lockPositions);
    if (await this.next(limit)) return true;
    const marked = await this.tx.run(markReady, this.version);
    if (marked.length === 0) throw new Error(`version ${this.version} was given up meanwhile`);
    return false;
  }
}

/** Not the database's, which may do it the next time. */
function isTheEvents(error: unknown): boolean {
  return !isConnectionError(error) && (sqlState(error) === undefined || isDataError(error));
}
