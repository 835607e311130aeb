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
  moveStreams,
} from './statements/consumption.js';
import { liveProjection } from './statements/live-projection.js';
import { projectionStatements } from './statements/projection.js';

/** Something happened to a stream since it was read. Nothing was written: read again and plan again. */
export class StreamMoved extends Error {
  override readonly name = 'StreamMoved';
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
    return rows.map(({ source, stream, last_sequence: lastSequence, revision, parked, pending }) => ({
      source,
      stream,
      lastSequence,
      revision,
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

  /** Throws {@link StreamMoved}. */
  async write(batch: FeedBatch): Promise<void> {
    const moved = await this.runIfAny(moveStreams, batch.streams);
    if (moved.length < batch.streams.length) throw new StreamMoved('another consumer was faster');
    await this.runIfAny(insertPending, batch.pending);
    await this.runIfAny(deletePending, batch.noLongerPending);
    await this.runIfAny(insertParked, batch.parked.map(parkedRow));
    if (batch.log.length === 0) return;
    const [live] = await this.tx.run(liveProjection);
    const { insertEntries, upsertNames } = projectionStatements(live!.version);
    await this.runIfAny(upsertNames, batch.names);
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

  async inTransaction<Result>(work: (feed: FeedTransaction) => Promise<Result>): Promise<Result> {
    return this.database.inTransaction((tx) => work(new FeedTransaction(tx)));
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
