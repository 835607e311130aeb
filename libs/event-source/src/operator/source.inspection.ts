import { validate as isUuid } from 'uuid';
import type { Database } from '#lib/postgres';
import { findById, findForeign, outboxNow } from './statements.js';

/** What waits in a source's outbox. */
export interface OutboxState {
  readonly source: string;
  readonly pending: number;
  /** Null: nothing waits. */
  readonly oldestSeconds: number | null;
}

/** Where a source has an event. */
export interface StoredEvent {
  /** As it stands in the envelope. */
  readonly source: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly recordedAt: string;
  /** Not confirmed by the transport yet. */
  readonly isInOutbox: boolean;
}

/** Looks into the store and the outbox of one source, for operators. */
export class SourceInspection {
  constructor(
    private readonly database: Database,
    readonly source: string,
  ) {}

  async outbox(): Promise<OutboxState> {
    const [now] = await this.database.run(outboxNow);
    return { source: this.source, pending: now!.pending, oldestSeconds: now!.oldest_seconds };
  }

  /** By its id on the wire. Undefined: not of this source. */
  async find(eventId: string): Promise<StoredEvent | undefined> {
    const own = isUuid(eventId) ? await this.database.run(findById, eventId) : [];
    const [found] = own.length > 0 ? own : await this.database.run(findForeign, eventId);
    return (
      found && {
        source: found.source ?? `/${this.source}`,
        stream: found.stream,
        version: found.version,
        type: found.type,
        recordedAt: found.recorded_at.toISOString(),
        isInOutbox: found.is_in_outbox,
      }
    );
  }
}
