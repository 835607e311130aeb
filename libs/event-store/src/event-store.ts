import { type ContractRegistry } from '#lib/envelope';
import { type Database, isConnectionError, type Session, type Transaction } from '#lib/postgres';
import { AppendGroup } from './append-group.js';
import { IdempotencyKeyReused } from './errors.js';
import type {
  AllPage,
  AllPosition,
  Appended,
  EventToAppend,
  Idempotency,
  Opening,
  RecordedEvent,
} from './recorded-event.js';
import {
  appendEvents,
  type AppendedRow,
  type AppendValues,
  type EventMeta,
  type EventRow,
  findIdempotent,
  findPublished,
  findRecorded,
  forgetIdempotent,
  lockStreams,
  noteCluster,
  readAllAfter,
  readStreamFrom,
  rememberIdempotent,
} from './statements.js';
import { typedError } from './typed-error.js';

export interface AppendOptions {
  readonly stream: string;
  /** The version the writer saw; 0 creates the stream. Left out: any. */
  readonly expected?: number;
  readonly events: readonly EventToAppend[];
  readonly meta?: EventMeta;
  readonly occurredAt?: Date;
  readonly idempotency?: Idempotency;
}

export const START_OF_ALL: AllPosition = { epoch: 0, xid: '0', position: '0' };

/** Streams of events in Postgres. The database enforces what it promises; nothing depends on one process. */
export class EventStore {
  private readonly group: AppendGroup;

  /**
   * `contracts`: the events it reads, in whatever version. `isPublic`: which of them the outbox publishes. `open`: reads what is
   * sealed in them.
   */
  constructor(
    private readonly database: Database,
    private readonly contracts: ContractRegistry,
    readonly isPublic: (type: string) => boolean,
    private readonly open: Opening = async (events) => events.map(({ data }) => data),
  ) {
    this.group = new AppendGroup(database, (values) => appendRow(database, values));
  }

  /** The database must be migrated by then: its hook runs first, being a provider this one depends on. */
  async onApplicationBootstrap(): Promise<void> {
    await this.database.run(noteCluster);
  }

  /**
   * Appends all events or none, and their outbox rows, in one round trip, which may be shared with others. The same event
   * ids, or the same idempotency key with the same fingerprint, answer with the result of the first time; so a connection that breaks before the
   * answer is tried once more. Throws {@link VersionConflict}, {@link EventIdTaken}, {@link IdempotencyKeyReused}.
   */
  async append(options: AppendOptions): Promise<Appended> {
    try {
      return await this.appendBy((values) => this.group.append(values), options);
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      return this.appendBy((values) => appendRow(this.database, values), options);
    }
  }

  /**
   * A wider transaction that appends to some streams: they are all locked before anything is written, which keeps readers
   * of everything in each stream's order (trap T2). Use `append` of the second argument inside, for these streams only.
   * It rejects with what `append` throws, and then nothing can be saved of the transaction.
   */
  async inStreams<Result>(
    streams: readonly string[],
    work: (tx: Transaction, append: (options: AppendOptions) => Promise<Appended>) => Promise<Result>,
  ): Promise<Result> {
    const locked = new Set(streams);
    return this.database.inTransaction(async (tx) => {
      await tx.run(lockStreams, [...locked]);
      return work(tx, async (options) => {
        if (!locked.has(options.stream)) throw new Error(`${options.stream} is not locked`);
        return this.appendBy((values) => appendRow(tx, values), options);
      });
    });
  }

  /** Events by their ids, in no order; an id that was never recorded is left out. Not read by their contracts. */
  async findRecorded(ids: readonly string[], session: Session = this.database): Promise<RecordedEvent[]> {
    return (await session.run(findRecorded, [...ids])).map(toRecorded);
  }

  /** The stream's events after a version, oldest first, in the latest version of their contracts. Empty: no stream. */
  async read(stream: string, afterVersion = 0): Promise<RecordedEvent[]> {
    const rows = await this.database.run(readStreamFrom, stream, afterVersion);
    return this.toEvents(rows);
  }

  /**
   * A page of all streams' events in commit order, each stream's in its own; what is still uncommitted is never
   * skipped, it and all after it come later. Go on from the answer's `position`, also when the page is empty.
   */
  async readAll(after: AllPosition, limit: number): Promise<AllPage> {
    const rows = await this.database.run(readAllAfter, after.epoch, after.xid, after.position, limit);
    const last = rows.at(-1);
    return {
      events: await this.toEvents(rows),
      position: last ? { epoch: last.epoch, xid: last.xid, position: last.position } : after,
    };
  }

  /** What a key was used for. Throws {@link IdempotencyKeyReused} when that was another request. */
  async findIdempotent({ key, fingerprint }: Idempotency): Promise<Appended | undefined> {
    const [used] = await this.database.run(findIdempotent, key);
    if (used && used.fingerprint !== fingerprint) throw new IdempotencyKeyReused(key);
    return used && { stream: used.stream, version: used.version };
  }

  /** How many public events a stream had at a version: the `sequence` of the last of them on the wire. 0: none. */
  async publishedAt({ stream, version }: Appended): Promise<number> {
    const [row] = await this.database.run(findPublished, stream, version);
    return row?.published ?? 0;
  }

  /** Keeps what a request came to that recorded nothing, so that it comes to the same again. */
  async rememberIdempotent({ key, fingerprint }: Idempotency, { stream, version }: Appended): Promise<void> {
    await this.database.run(rememberIdempotent, key, fingerprint, stream, version);
  }

  /** Forgets keys of before `hours` ago, at most `limit` of them; answers how many. */
  async forgetIdempotent(hours: number, limit: number): Promise<number> {
    return (await this.database.run(forgetIdempotent, hours, limit)).length;
  }

  private async appendBy(
    append: (values: AppendValues) => Promise<AppendedRow>,
    options: AppendOptions,
  ): Promise<Appended> {
    const { stream, expected = -1, events, meta = {}, occurredAt = new Date(), idempotency } = options;
    if (events.length === 0) throw new Error(`nothing to append to ${stream}`);
    const values: AppendValues = [
      stream,
      expected,
      events.map(({ id }) => id),
      events.map(({ type }) => type),
      events.map(({ data }) => JSON.stringify(data)),
      events.map(({ type }) => this.isPublic(type)),
      occurredAt,
      meta,
      idempotency?.key ?? null,
      idempotency?.fingerprint ?? null,
    ];
    try {
      const { part, ...appended } = await append(values);
      return part === null ? appended : { ...appended, part };
    } catch (error) {
      throw typedError(error, options);
    }
  }

  private async toEvents(rows: readonly EventRow[]): Promise<RecordedEvent[]> {
    const recorded = rows.map(toRecorded);
    const clear = await this.open(recorded);
    const read = recorded.map(({ type }, n) => this.contracts.read({ type, data: clear[n] }));
    return recorded.map((event, n) => ({ ...event, type: read[n]!.type, data: read[n]!.data }));
  }
}

/** The database may have been restored into another cluster while this process lived on: that is noted first. */
async function appendRow(session: Session, values: AppendValues): Promise<AppendedRow> {
  for (;;) {
    const [row] = await session.run(appendEvents, ...values);
    if (row) return row;
    await session.run(noteCluster);
  }
}

function toRecorded(row: EventRow): RecordedEvent {
  const { stream, version, published, type, data, event_id: id, meta, occurred_at: occurredAt } = row;
  return { id, stream, version, published, type, data, meta, occurredAt };
}
