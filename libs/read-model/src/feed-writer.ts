import type { CloudEvent } from '#lib/envelope';
import type { Database, Statement, Transaction } from '#lib/postgres';
import type { FeedBatch, NewEntry, NewParked, StreamKey, StreamState } from './feed-batch.js';
import {
  deletePending,
  findLogged,
  insertLog,
  insertParked,
  insertPending,
  loadStreams,
  lockPositions,
  measureWaiting,
  moveProgress,
} from './statements/consumption.js';
import { liveProjection } from './statements/live-projection.js';
import { projectionStatements } from './statements/projection.js';

/** Another consumer moved a stream on since it was read. Nothing was written: read again and plan again. */
export class ProgressMoved extends Error {
  override readonly name = 'ProgressMoved';
}

/** What the projector does inside one transaction. */
export class FeedTransaction {
  constructor(private readonly tx: Transaction) {}

  async streams(keys: readonly StreamKey[]): Promise<StreamState[]> {
    if (keys.length === 0) return [];
    const rows = await this.tx.run(
      loadStreams,
      keys.map((key) => key.source),
      keys.map((key) => key.stream),
    );
    return rows.map(({ source, stream, last_sequence: lastSequence, parked, pending }) => ({
      source,
      stream,
      lastSequence,
      parked,
      pending: pending as CloudEvent[],
    }));
  }

  /** Those of the events that were accepted before, by source and id. */
  async logged(events: readonly CloudEvent[]): Promise<{ source: string; id: string }[]> {
    if (events.length === 0) return [];
    const rows = await this.tx.run(
      findLogged,
      events.map(({ source }) => source),
      events.map(({ id }) => id),
    );
    return rows.map(({ source, event_id: id }) => ({ source, id }));
  }

  /** Throws {@link ProgressMoved}. */
  async write(batch: FeedBatch): Promise<void> {
    const moved = await this.runIfAny(moveProgress, batch.progress);
    if (moved.length < batch.progress.length) throw new ProgressMoved('another consumer was faster');
    await this.runIfAny(insertPending, batch.pending);
    await this.runIfAny(deletePending, batch.noLongerPending);
    await this.runIfAny(insertParked, batch.parked.map(parkedRow));
    if (batch.log.length === 0) return;
    const [live] = await this.tx.run(liveProjection);
    const { insertEntries, upsertPeople } = projectionStatements(live!.version);
    await this.runIfAny(upsertPeople, batch.people);
    await this.tx.run(lockPositions);
    await this.runIfAny(insertLog, batch.log);
    await this.runIfAny(insertEntries, batch.entries.map(entryRow));
  }

  private async runIfAny<Row>(
    statement: Statement<[json: string], Row>,
    items: readonly unknown[],
  ): Promise<readonly Row[]> {
    return items.length === 0 ? [] : this.tx.run(statement, JSON.stringify(items));
  }
}

/** Writes the feed, a batch in a transaction. */
export class FeedWriter {
  constructor(private readonly database: Database) {}

  async inTransaction(work: (feed: FeedTransaction) => Promise<void>): Promise<void> {
    await this.database.inTransaction((tx) => work(new FeedTransaction(tx)));
  }

  async measureWaiting(): Promise<{ pending: number; parked: number; oldestHoleSeconds: number }> {
    const [row] = await this.database.run(measureWaiting);
    return { pending: row!.pending, parked: row!.parked, oldestHoleSeconds: row!.oldest_hole_seconds };
  }
}

function entryRow({ occurredAt, eventId, ...entry }: NewEntry): object {
  return { ...entry, occurred_at: occurredAt, event_id: eventId };
}

function parkedRow({ eventId, requestId, contentType, body, ...parked }: NewParked): object {
  return {
    ...parked,
    event_id: eventId,
    request_id: requestId,
    content_type: contentType,
    body: body.toString('base64'),
  };
}
