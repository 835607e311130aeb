import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { QueryCounter } from '#lib/testing';

/** What is counted of a step, by what it is called; per time that the step is done. */
export type Costs = Readonly<Record<string, number>>;

/** From here on a step is dearer than it was: half as much again. */
const FACTOR = 1.5;
/** What a count may be beyond that without a reason to look: a timer of the app that came in between. */
const SLACK = 0.5;

/** Sessions tell what they have touched when they have been idle for ten seconds. */
const TOLD_AFTER_MS = 11_000;
const QUIET_MS = 100;

/** Each cost that is {@link FACTOR} times what it was, in words; or that nobody has noted yet. */
export function dearer(now: Costs, before: Costs): string[] {
  return Object.entries(now).flatMap(([what, cost]) => {
    const was = before[what];
    if (was === undefined) return [`${what}: ${cost}, of which there is no baseline`];
    return cost > was * FACTOR + SLACK ? [`${what}: ${cost}, and it was ${was}`] : [];
  });
}

/** Counts what the database does for a step that is done `times` times, one after the other. */
export class DatabaseCosts {
  constructor(
    private readonly counter: QueryCounter,
    private readonly observer: Client,
  ) {}

  /**
   * `times`: how often `work` does what is counted. What was done before has to be {@link told}, and what is done here is when
   * it resolves.
   */
  async of(name: string, times: number, work: () => Promise<unknown>): Promise<Costs> {
    const before = await this.look();
    this.counter.count = 0;
    await work();
    await this.quiet();
    const statements = this.counter.count;
    const wal = Number((await this.look()).wal) - Number(before.wal);
    await this.told();
    const after = await this.look();
    const each = (sum: number): number => Math.round((sum / times) * 10) / 10;
    return {
      [`${name}: statements`]: each(statements),
      [`${name}: bytes of write-ahead log`]: each(wal),
      [`${name}: pages of tables and indexes touched`]: each(Number(after.pages) - Number(before.pages)),
      [`${name}: rows written`]: each(Number(after.written) - Number(before.written)),
    };
  }

  /** Resolves when what was done so far is in the counts of the database. */
  async told(): Promise<void> {
    await sleep(TOLD_AFTER_MS);
  }

  /** Resolves when nothing has been asked of the database for a moment. */
  async quiet(): Promise<void> {
    for (let seen = -1; seen !== this.counter.count;) {
      seen = this.counter.count;
      await sleep(QUIET_MS);
    }
  }

  private async look(): Promise<{ wal: string; pages: string; written: string }> {
    const { rows } = await this.observer.query<{ wal: string; pages: string; written: string }>(LOOK);
    return rows[0]!;
  }
}

const LOOK = `
SELECT pg_current_wal_insert_lsn() - '0/0' AS wal, blks_hit + blks_read AS pages,
       tup_inserted + tup_updated + tup_deleted AS written
  FROM pg_stat_database WHERE datname = current_database()`;

const ROUNDS = 15;

/**
 * How many times the processor time of a fixed piece of work a step takes, in this process and without what waits: measured
 * in turn with that piece, so that a slow machine is slow for both. The median of several rounds.
 */
export async function processorCost(times: number, step: () => unknown): Promise<number> {
  const ratios: number[] = [];
  for (let round = -3; round < ROUNDS; round++) {
    const piece = await processorTime(REFERENCE_TIMES, reference);
    const ratio = (await processorTime(times, step)) / times / (piece / REFERENCE_TIMES);
    if (round >= 0) ratios.push(ratio);
  }
  return Math.round(ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]! * 100) / 100;
}

async function processorTime(times: number, step: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n++) await step();
  return process.cpuUsage(before).user;
}

const REFERENCE_TIMES = 100;
const DOCUMENT = JSON.stringify(
  Array.from({ length: 50 }, (_, n) => ({ id: `entry-${n}`, text: `Person ${n} joined`, at: n })),
);

/** Parsing, strings, maps and sorting: what steps are made of. */
function reference(): number {
  const rows = JSON.parse(DOCUMENT) as { id: string; text: string; at: number }[];
  const texts = new Map(rows.map(({ id, text, at }) => [id, `${text} at ${at}`.toUpperCase()]));
  const sorted = [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted)).length;
}
