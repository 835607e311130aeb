import { Logger } from '@nestjs/common';
import type { Publisher } from '#lib/messaging';
import type { Database } from '#lib/postgres';
import { outboxOldestAge, outboxPending } from './outbox.metrics.js';
import { type Lease, OutboxRows } from './outbox-rows.js';
import { PartRelay } from './part-relay.js';
import { leaseParts, measureOutbox, partsWithRows, releaseParts } from './statements.js';

export interface OutboxRelayOptions {
  /** The CloudEvents source of everything in this outbox, e.g. `/employee-registrar`. */
  readonly source: string;
  /** Names this process among the relays of one outbox. A fixed name is for where there can be only one. */
  readonly owner: string;
  /** A dead relay's parts are taken over after this long; renewed at a third of it. */
  readonly leaseMs: number;
  /** How often to look for rows that no wake told of. */
  readonly pollMs: number;
}

/**
 * Publishes the outbox of one source and deletes what was confirmed. Replicas share the parts by leases. Woken by
 * {@link wake} after a commit in this process; polling finds the rows of processes that died before they could wake it.
 */
export class OutboxRelay {
  readonly healthName: string;
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly parts = new Map<number, PartRelay>();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly busy = new Set<string>();
  private readonly failing = new Set<string>();
  private readonly rows: OutboxRows;
  private tickedAt = performance.now();

  constructor(
    private readonly database: Database,
    private readonly publisher: Publisher,
    private readonly options: OutboxRelayOptions,
  ) {
    this.healthName = `outbox relay of ${options.source}`;
    this.rows = new OutboxRows(database);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.lease();
    this.every('lease', this.options.leaseMs / 3, () => this.lease());
    this.every('poll', this.options.pollMs, () => this.poll());
    this.every('measure', 5_000, () => this.measure());
  }

  /** Resolves when nothing is on its way any more and the parts are free for others. */
  async onModuleDestroy(): Promise<void> {
    this.timers.forEach((timer) => clearInterval(timer));
    await Promise.all([...this.parts.values()].map((part) => part.stop()));
    await this.database.run(releaseParts, this.options.owner).catch((error: Error) => {
      this.logger.warn(`the outbox leases run out by themselves: ${error.message}`);
    });
  }

  /** Rows were committed to a part. Does nothing where another relay holds it: that one polls. */
  wake(part: number): void {
    this.parts.get(part)?.wake();
  }

  /** Throws when the loop is dead or hangs: not when the broker or the database is away, which no restart would mend. */
  checkLiveness(): void {
    const silentMs = performance.now() - this.tickedAt;
    if (silentMs > 60_000) throw new Error(`no poll for ${Math.round(silentMs / 1000)} s`);
  }

  private async lease(): Promise<void> {
    const { owner, leaseMs } = this.options;
    // The clock starts before the question: the database's own deadline is later than ours.
    const validUntil = performance.now() + leaseMs;
    const leased = await this.database.run(leaseParts, owner, leaseMs);
    const held = new Set(leased.map(({ part }) => part));
    for (const { part, epoch } of leased) this.hold({ part, epoch, owner, validUntil });
    for (const part of this.parts.keys()) if (!held.has(part)) this.letGo(part);
  }

  private hold(lease: Lease): void {
    const relay = this.parts.get(lease.part);
    if (relay) {
      relay.lease = lease;
      return;
    }
    const fresh = new PartRelay(this.rows, this.publisher, this.options.source, lease);
    this.parts.set(lease.part, fresh);
    fresh.wake();
  }

  /** Without waiting for what is on its way: the other leases must be renewed meanwhile. */
  private letGo(part: number): void {
    void this.parts.get(part)?.stop();
    this.parts.delete(part);
  }

  private async poll(): Promise<void> {
    const relays = [...this.parts.values()];
    for (const relay of relays) if (relay.fullScanDue) relay.wake();
    const marks = relays.map((relay) => relay.mark);
    for (const { part } of await this.database.run(partsWithRows, [...this.parts.keys()], marks))
      this.wake(part);
  }

  private async measure(): Promise<void> {
    const [measured] = await this.database.run(measureOutbox, 100_000);
    outboxPending.set({ source: this.options.source }, measured!.pending);
    outboxOldestAge.set({ source: this.options.source }, measured!.oldest_seconds);
  }

  private every(what: string, ms: number, work: () => Promise<void>): void {
    this.timers.push(setInterval(() => void this.tick(what, work), ms));
  }

  private async tick(what: string, work: () => Promise<void>): Promise<void> {
    if (this.busy.has(what)) return;
    this.busy.add(what);
    try {
      await work();
      if (this.failing.delete(what)) this.logger.log(`outbox ${what} works again`);
    } catch (error) {
      if (!this.failing.has(what))
        this.logger.warn(`outbox ${what} fails, it is tried again: ${(error as Error).message}`);
      this.failing.add(what);
    } finally {
      this.tickedAt = performance.now();
      this.busy.delete(what);
    }
  }
}
