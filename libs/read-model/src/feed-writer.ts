import type { CloudEvent } from '#lib/envelope';
import type { Database, Statement, Transaction } from '#lib/postgres';
import type {
  FeedBatch,
  Forgotten,
  NewParked,
  ProjectionChanges,
  StreamKey,
  StreamPlaces,
  StreamState,
} from './feed-batch.js';
import {
  countNotShown,
  deletePending,
  findLogged,
  findNotShown,
  insertLog,
  insertParked,
  insertPending,
  loadStreams,
  loadStreamsNear,
  lockPositions,
  markShown,
  measureWaiting,
  moveStreams,
  type StreamRow,
} from './statements/consumption.js';
import { forgottenRows, writeChanges } from './projection-writer.js';
import { findReaders, forgetReaders } from './readers/forgetting.js';
import { findRemembered } from './statements/erasure.js';
import { writtenProjections } from './statements/live-projection.js';
import { projectionStatements } from './statements/projection.js';

/** Something happened to a stream since it was read. Nothing was written: read again and plan again. */
export class StreamMoved extends Error {
  override readonly name = 'StreamMoved';
}

/** What the projector does inside one transaction. */
export class FeedTransaction {
  constructor(readonly tx: Transaction) {}

  /** Where streams stand, with all that is pending. */
  async streams(keys: readonly StreamKey[]): Promise<StreamState[]> {
    if (keys.length === 0) return [];
    const rows = await this.tx.run(
      loadStreams,
      keys.map((key) => key.source),
      keys.map((key) => key.stream),
    );
    return rows.map(streamState);
  }

  /** The same, with what matters to these events: they themselves, and up to `limit` that follow without a hole. */
  async streamsNear(places: readonly StreamPlaces[], limit: number): Promise<StreamState[]> {
    if (places.length === 0) return [];
    const rows = await this.tx.run(loadStreamsNear, JSON.stringify(places), limit);
    return rows.map((row) => ({ ...streamState(row), isPart: true }));
  }

  /** Those of the events that were accepted before, by source and id, as they were then. */
  async logged(events: readonly CloudEvent[]): Promise<CloudEvent[]> {
    if (events.length === 0) return [];
    const rows = await this.tx.run(
      findLogged,
      events.map(({ source }) => source),
      events.map(({ id }) => id),
    );
    return rows.map(({ event }) => event as CloudEvent);
  }

  /** Throws {@link StreamMoved}. */
  async write(batch: FeedBatch): Promise<void> {
    const [moved, versions] = await Promise.all([
      this.runIfAny(moveStreams, batch.streams),
      batch.log.length > 0 ? this.lockVersions() : [],
    ]);
    // Before anything is tried that somebody who was faster has done already.
    if (moved.length < batch.streams.length) throw new StreamMoved('another consumer was faster');
    await Promise.all([
      this.runIfAny(insertPending, batch.pending),
      this.runIfAny(deletePending, batch.noLongerPending),
      this.runIfAny(insertParked, batch.parked.map(parkedRow)),
      this.runIfAny(insertLog, batch.log),
      this.project(versions, batch),
    ]);
  }

  /**
   * The first events of the log that had no card and are of one of these types, and all of their streams, in order. From
   * here to the end of the transaction nothing else comes into the log.
   */
  async notShown(types: readonly string[], limit: number): Promise<CloudEvent[]> {
    await this.tx.run(lockPositions);
    const rows = await this.tx.run(findNotShown, types, limit);
    return rows.map(({ event }) => event as CloudEvent);
  }

  /**
   * Of those who are forgotten whom a version that is written still knows by a name, or speaks of, and who is kept as a
   * reader: their owners.
   */
  async rememberedOf(forgotten: readonly Forgotten[]): Promise<string[]> {
    if (forgotten.length === 0) return [];
    const readers = await this.tx.run(findReaders, peopleOf(forgotten));
    const remembered = new Set(readers.map(({ person }) => `person:${person}`));
    for (const { version } of await this.tx.run(writtenProjections))
      for (const { owner } of await this.tx.run(findRemembered(version), forgottenRows(forgotten)))
        remembered.add(owner);
    return [...remembered];
  }

  /** Brings what the log held already into the feed. Answers how many of `events` were not shown before. */
  async show(events: readonly CloudEvent[], changes: ProjectionChanges): Promise<number> {
    await this.project(await this.lockVersions(), changes);
    const marked = await this.runIfAny(
      markShown,
      events.map(({ source, id }) => ({ source, id })),
    );
    return marked.length;
  }

  /** Those that are written. Behind the lock, so that none becomes one to write, or ceases to be, before the end. */
  private async lockVersions(): Promise<readonly number[]> {
    const [, rows] = await Promise.all([this.tx.run(lockPositions), this.tx.run(writtenProjections)]);
    return rows.map(({ version }) => version);
  }

  private async project(versions: readonly number[], changes: ProjectionChanges): Promise<void> {
    await Promise.all([
      ...versions.map((version) => writeChanges(this.tx, projectionStatements(version), changes)),
      ...(changes.forgotten.length > 0 ? [this.tx.run(forgetReaders, peopleOf(changes.forgotten))] : []),
    ]);
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

  /** How many events the log holds that had no card, by type. */
  async countNotShown(): Promise<{ type: string; count: number }[]> {
    return [...(await this.database.run(countNotShown))];
  }

  async measureWaiting(): Promise<{ pending: number; parked: number; oldestHoleSeconds: number }> {
    const [row] = await this.database.run(measureWaiting);
    return { pending: row!.pending, parked: row!.parked, oldestHoleSeconds: row!.oldest_hole_seconds };
  }
}

function streamState({ last_sequence: lastSequence, pending, ...row }: StreamRow): StreamState {
  return { ...row, lastSequence, pending: pending as CloudEvent[] };
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

const PERSON = 'person:';

function peopleOf(forgotten: readonly Forgotten[]): string[] {
  return forgotten.flatMap(({ owner }) => (owner.startsWith(PERSON) ? owner.slice(PERSON.length) : []));
}
