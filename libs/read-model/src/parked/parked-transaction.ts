import type { Session } from '#lib/postgres';
import type { NewParked, StreamKey } from '../feed-batch.js';
import {
  deleteParked,
  insertSkipped,
  keepParked,
  lockMessage,
  lockStream,
  noteTrial,
  type ParkedRow,
} from './statements.js';

/** A parked message, kept once more: why now, and where it stands now. */
export interface KeptAgain extends Pick<NewParked, 'reason' | 'detail' | 'stream' | 'sequence'> {
  readonly id: string;
  /** 1 if it was tried, which nobody has noted yet; else 0. */
  readonly tries: 0 | 1;
}

/**
 * What happens to parked messages inside one transaction. Whoever takes them has them alone until it ends: a replay and
 * a skip of the same ones come one after the other.
 */
export class ParkedTransaction {
  constructor(private readonly tx: Session) {}

  /** The first events of a stream that are parked, in order. */
  async takeStream({ source, stream }: StreamKey, limit: number): Promise<readonly ParkedRow[]> {
    return this.tx.run(lockStream, source, stream, limit);
  }

  /** Undefined when it is gone. */
  async take(id: string): Promise<ParkedRow | undefined> {
    const [row] = await this.tx.run(lockMessage, id);
    return row;
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.tx.run(deleteParked, ids);
  }

  async keep(again: readonly KeptAgain[]): Promise<void> {
    if (again.length > 0) await this.tx.run(keepParked, JSON.stringify(again));
  }

  /** Counts a trial that may end the process, to be committed before it begins: this reason stays if it does. */
  async noteTrial(id: string, { reason, detail }: Pick<NewParked, 'reason' | 'detail'>): Promise<void> {
    await this.tx.run(noteTrial, id, reason, detail);
  }

  /** From now on a copy of this event is a duplicate. `event`: as JSON. */
  async markSkipped(source: string, eventId: string, event: string): Promise<void> {
    await this.tx.run(insertSkipped, source, eventId, event);
  }
}
