import type { ProjectionStatus } from '../entities/projection.entity.js';
import type { VersionRow } from './rebuild-rows.js';
import type { Verification } from './verification.js';

/** A version of the projection, for operators. */
export interface ProjectionReport {
  readonly version: number;
  readonly status: ProjectionStatus;
  readonly epoch: string;
  readonly begunAt: string;
  /** From when on every live batch is written to it. */
  readonly caughtUpAt: string | null;
  readonly droppedAt: string | null;
  readonly progress: RebuildProgress;
  /** Why it cannot be built further. */
  readonly failure: string | null;
  /** Null: not verified, or to be verified again. */
  readonly verification: Verification | null;
  /** What to go back to from it. */
  readonly replaced: number | null;
}

export interface RebuildProgress {
  readonly events: number;
  readonly total: number;
  readonly eventsPerSecond: number;
  /** Null: it cannot be told, for nothing was done yet or nothing is to be done. */
  readonly secondsLeft: number | null;
}

export function reportOf(row: VersionRow): ProjectionReport {
  const { version, status, epoch, failure, verification, replaced } = row;
  const { events, remaining, rate } = row;
  const isMoving = status === 'building' && failure === null && rate > 0;
  return {
    version,
    status,
    epoch,
    begunAt: row.begun_at.toISOString(),
    caughtUpAt: row.caught_up_at?.toISOString() ?? null,
    droppedAt: row.dropped_at?.toISOString() ?? null,
    progress: {
      events,
      total: events + remaining,
      eventsPerSecond: Math.round(rate),
      secondsLeft: isMoving ? Math.ceil(remaining / rate) : null,
    },
    failure,
    verification,
    replaced,
  };
}
