import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from '#lib/envelope';
import type { Transaction } from '#lib/postgres';
import { fieldUnlike } from './field-unlike.js';
import type { Reprojection } from './reprojection.js';
import { Days, differentTables, isSameSum, type Verification } from './verification.js';
import {
  analyzeTables,
  compareDays,
  compareTables,
  countLog,
  deriveTables,
  drawSample,
  findUnmatched,
} from './verification-statements.js';

/** Events that one statement compares, about: it has to be over within the time that any statement has. */
const SLICE = 250_000;
const SAMPLE = 500;
const LONGEST_REST_MS = 5_000;

/** One version compared with another one and with the log, while live batches are written to both. */
export class Comparison {
  private readonly faults: string[] = [];

  constructor(
    private readonly tx: Transaction,
    private readonly version: number,
    private readonly against: number,
    private readonly pace: { readonly duty: number; readonly signal: AbortSignal },
  ) {}

  async make(code: Reprojection): Promise<Verification> {
    await this.tx.run(analyzeTables(this.version));
    const days = await this.compareEntries(code);
    const [tables] = await this.restAfter(() => this.tx.run(compareTables(this.against, this.version)));
    await this.restAfter(() => this.checkDerived());
    const sampled = await this.checkSample(code);
    const different = { days: days.different(), tables: differentTables(tables!.old, tables!.new) };
    const differs = different.days.length + different.tables.length > 0;
    return {
      verdict: this.faults.length > 0 ? 'faulty' : differs ? 'differs' : 'equal',
      against: this.against,
      verifiedAt: new Date().toISOString(),
      entries: days.entries(),
      daysCompared: days.count,
      sampled,
      faults: this.faults,
      ...different,
    };
  }

  private async compareEntries({ entryTypes, retractionTypes }: Reprojection): Promise<Days> {
    const days = new Days();
    const [log] = await this.tx.run(countLog);
    const slices = Math.max(1, Math.ceil(log!.events / SLICE));
    for (let slice = 0; slice < slices; slice++) {
      days.add(
        await this.restAfter(() => this.tx.run(compareDays(this.against, this.version), slice, slices)),
      );
      const unmatched = await this.restAfter(() =>
        this.tx.run(findUnmatched(this.version), slice, slices, entryTypes, retractionTypes),
      );
      for (const { day, missing, surplus, example } of unmatched) {
        if (missing > 0) this.faults.push(`${day}: events without an entry: ${missing}, like ${example}`);
        if (surplus > 0) this.faults.push(`${day}: entries without an event: ${surplus}, like ${example}`);
      }
    }
    return days;
  }

  private async checkDerived(): Promise<void> {
    const [row] = await this.tx.run(deriveTables(this.version));
    for (const [what, { derived, there }] of Object.entries(row!)) {
      if (!isSameSum(derived, there)) {
        this.faults.push(
          `${what}: ${there.rows} rows are there, ${derived.rows} ought to be, or others than these`,
        );
      }
    }
  }

  private async checkSample({ entriesOf }: Reprojection): Promise<number> {
    const rows = await this.tx.run(drawSample(this.version), SAMPLE);
    const shown = await entriesOf(rows.map(({ event }) => event as CloudEvent));
    for (const [n, row] of rows.entries()) {
      const { source, id, time } = row.event as CloudEvent;
      const field = fieldUnlike(row, shown[n]);
      if (field) this.faults.push(`${time.slice(0, 10)}: the entry of ${source} ${id} has another ${field}`);
    }
    return rows.length;
  }

  private async restAfter<Result>(work: () => Promise<Result>): Promise<Result> {
    const begun = performance.now();
    const result = await work();
    const { duty, signal } = this.pace;
    const rest = (performance.now() - begun) * (100 / duty - 1);
    await sleep(Math.min(rest, LONGEST_REST_MS), undefined, { signal });
    return result;
  }
}
