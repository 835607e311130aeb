import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { PublishFailed, type Publisher } from '#lib/messaging';
import { LowWater } from './low-water.js';
import { outboxPublished } from './outbox.metrics.js';
import { BATCH_MAX, type Lease, type OutboxRows } from './outbox-rows.js';
import type { OutboxRow } from './statements.js';
import { toCloudEvent } from './to-cloud-event.js';

const BACK_OFF_MS = { first: 100, most: 5_000 };

/**
 * Empties one part of the outbox, one batch at a time: publish, wait for the confirms, delete. Streams go side by
 * side; of one stream, a row is published only after the row before it was confirmed.
 */
export class PartRelay {
  private readonly logger = new Logger('OutboxRelay');
  private readonly lowWater = new LowWater(performance.now());
  private woken = false;
  private working: Promise<void> | undefined;
  private backOffMs = BACK_OFF_MS.first;
  private waiting = false;
  private readonly stopped = new AbortController();

  constructor(
    private readonly rows: OutboxRows,
    private readonly publisher: Publisher,
    private readonly source: string,
    public lease: Lease,
  ) {}

  /** There may be rows. Cheap; calls while it works are remembered. */
  wake(): void {
    this.woken = true;
    if (this.waiting) return;
    this.working ??= this.work();
  }

  /** Resolves when nothing of this part is on its way any more. */
  async stop(): Promise<void> {
    this.stopped.abort();
    this.lease = { ...this.lease, validUntil: -Infinity };
    await this.working;
  }

  /** Behind which id a poll looks for rows. */
  get mark(): string {
    return this.lowWater.mark;
  }

  get fullScanDue(): boolean {
    return this.lowWater.fullScanDue(performance.now());
  }

  private async work(): Promise<void> {
    // In a turn of its own, so that `working` is set before it can be unset.
    await Promise.resolve();
    try {
      while (this.woken && performance.now() < this.lease.validUntil) {
        this.woken = false;
        this.woken = (await this.relayBatch()) || this.woken;
        this.backOffMs = BACK_OFF_MS.first;
      }
    } catch (error) {
      this.backOff(error as Error);
    }
    // In the same turn as the last look, or a wake in between would be forgotten.
    this.working = undefined;
  }

  /** Whether there may be more at once. Throws after what was confirmed is deleted. */
  private async relayBatch(): Promise<boolean> {
    const from = this.lowWater.readFrom(performance.now());
    const rows = await this.rows.next(this.lease.part, from);
    const last = rows.at(-1);
    if (!last) return false;
    const { confirmed, failure } = await this.publish(rows);
    const held = await this.forget(confirmed);
    if (failure) throw failure;
    if (held) this.lowWater.passed(last.id, performance.now());
    return held && rows.length === BATCH_MAX;
  }

  private async publish(rows: readonly OutboxRow[]): Promise<{ confirmed: string[]; failure?: Error }> {
    const confirmed: string[] = [];
    const streams = Map.groupBy(rows, (row) => row.stream).values();
    const results = await Promise.allSettled(
      [...streams].map((stream) => this.publishInOrder(stream, confirmed)),
    );
    const failed = results.find((result) => result.status === 'rejected');
    return { confirmed, ...(failed && { failure: failed.reason as Error }) };
  }

  private async publishInOrder(rows: readonly OutboxRow[], confirmed: string[]): Promise<void> {
    for (const row of rows) {
      try {
        await this.publisher.publish(toCloudEvent(row, this.source));
      } catch (error) {
        outboxPublished.inc({ source: this.source, outcome: reasonOf(error) });
        throw new Error(`event ${row.event_id} of ${row.stream}, request ${row.request_id ?? 'unknown'}`, {
          cause: error,
        });
      }
      outboxPublished.inc({ source: this.source, outcome: 'confirmed' });
      confirmed.push(row.id);
    }
  }

  private async forget(ids: string[]): Promise<boolean> {
    if (ids.length === 0) return true;
    if (await this.rows.forget(this.lease, ids)) return true;
    // Somebody else has the part and publishes these again; the consumer knows them by their sequence.
    this.logger.warn(`outbox part ${this.lease.part} has changed hands while a batch was on its way`);
    this.lease = { ...this.lease, validUntil: -Infinity };
    return false;
  }

  private backOff(error: Error): void {
    const { cause } = error;
    const reason = cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
    this.logger.warn(`outbox part ${this.lease.part} waits ${this.backOffMs} ms or longer: ${reason}`);
    this.waiting = true;
    void this.resumeAfter(this.backOffMs);
    this.backOffMs = Math.min(this.backOffMs * 2, BACK_OFF_MS.most);
  }

  private async resumeAfter(ms: number): Promise<void> {
    const { signal } = this.stopped;
    try {
      await sleep(ms, undefined, { signal });
      await this.publisher.whenReady(signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    this.waiting = false;
    this.wake();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof PublishFailed ? error.reason : 'error';
}
