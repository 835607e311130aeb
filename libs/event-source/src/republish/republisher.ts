import { Logger } from '@nestjs/common';
import type { OutboxRelay } from '#lib/outbox';
import { constraintOf, type Database } from '#lib/postgres';
import { Doze } from '#lib/service';
import { RepublishRunning, StreamNotFound } from '../errors.js';
import {
  advanceRepublish,
  beginRepublish,
  claimRepublish,
  fillFromAll,
  fillFromStream,
  hasStream,
  isRepublishWanted,
  listRepublished,
  type RepublishRow,
  roomInOutbox,
} from './statements.js';

/** Who wants it, and why; one stream, perhaps from a version on, or else all of them. */
export interface RepublishOrder {
  readonly by: string;
  readonly reason: string;
  readonly stream?: string;
  readonly fromVersion?: number;
}

/** Rows in the outbox that old events may fill it to: what happens meanwhile does not wait behind more. */
const MOST_WAITING = 1_000;
const BATCH = 500;
const AGAIN_AFTER_MS = 1_000;
/** When nobody said that there is something to do: another replica was asked to, and has ended since. */
const LOOK_EVERY_MS = 10_000;
const WAIT_FOR_ROOM_MS = 50;
const LISTED = 20;

/**
 * Publishes public events of the store once more, in order: they go through the outbox like new ones, a little at a time.
 * Consumers know them by their sequence. Its place is kept in the database, so that whatever is killed, all are published.
 */
export class Republisher {
  private readonly logger = new Logger(Republisher.name);
  private readonly stopping = new AbortController();
  private readonly doze = new Doze();
  private running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Answers its id. Throws {@link StreamNotFound} and {@link RepublishRunning}. */
  async begin({ by, reason, stream, fromVersion = 1 }: RepublishOrder): Promise<string> {
    try {
      const id = await this.database.inTransaction(async (tx) => {
        const [found] = stream === undefined ? [] : await tx.run(hasStream, stream);
        if (found?.there === false) throw new StreamNotFound(stream!);
        const [begun] = await tx.run(beginRepublish, by, reason, stream ?? null, fromVersion);
        return begun!.id;
      });
      this.doze.wake();
      return id;
    } catch (error) {
      throw constraintOf(error) === 'republish_one_at_a_time' ? new RepublishRunning() : error;
    }
  }

  /** The latest first. */
  async list(): Promise<RepublishRow[]> {
    return this.database.run(listRepublished, LISTED);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pause = await this.step().catch((error: Error) => {
        this.logger.warn(`publishing again is tried again: ${error.message}`);
        return AGAIN_AFTER_MS;
      });
      await this.doze.for(pause, signal);
    }
  }

  /** Answers how long to wait for the next. */
  private async step(): Promise<number> {
    const [look] = await this.database.run(isRepublishWanted);
    if (!look?.wanted) return LOOK_EVERY_MS;
    const parts = new Set<number>();
    const pause = await this.database.inTransaction(async (tx) => {
      const [row] = await tx.run(claimRepublish);
      // Another replica is at it.
      if (!row) return AGAIN_AFTER_MS;
      const [{ room }] = (await tx.run(roomInOutbox, MOST_WAITING)) as [{ room: number }];
      if (room <= 0) return WAIT_FOR_ROOM_MS;
      const limit = Math.min(room, BATCH);
      const fill = row.stream === null ? fillFromAll : fillFromStream;
      const filled = await tx.run(fill, row.position, row.up_to, row.stream, row.from_version, limit);
      filled.forEach(({ part }) => parts.add(part));
      const position = filled.map((added) => BigInt(added.position)).reduce(later, BigInt(row.position));
      await tx.run(advanceRepublish, row.id, String(position), filled.length, filled.length < limit);
      return 0;
    });
    for (const part of parts) this.relay.wake(part);
    return pause;
  }
}

function later(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
