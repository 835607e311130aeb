import type { Session } from '#lib/postgres';
import { type AppendedRow, appendTogether, type AppendValues } from './statements.js';

/** One commit after the other would leave the database idle between them; with three the groups get no larger. */
const AT_ONCE = 2;
const MOST = 64;

interface Waiting {
  readonly values: AppendValues;
  readonly resolve: (row: AppendedRow | Promise<AppendedRow>) => void;
}

/**
 * Has appends that come in one turn, or while others are on their way, go together, in one transaction: who is alone waits for
 * nobody, and under load one round trip and one flush of the disk are of many. What the group cannot do, or fails over, is tried
 * alone, and so gets its own error.
 */
export class AppendGroup {
  private waiting: Waiting[] = [];
  private underWay = 0;
  private isDue = false;

  /** `alone`: how a single one is appended. */
  constructor(
    private readonly session: Session,
    private readonly alone: (values: AppendValues) => Promise<AppendedRow>,
  ) {}

  append(values: AppendValues): Promise<AppendedRow> {
    const isSingle = values[2].length === 1;
    if (!isSingle) return this.alone(values);
    return new Promise((resolve) => {
      this.waiting.push({ values, resolve });
      if (this.isDue) return;
      this.isDue = true;
      // What else has arrived by now is read before that.
      setImmediate(() => {
        this.isDue = false;
        this.next();
      });
    });
  }

  private next(): void {
    if (this.waiting.length === 0 || this.underWay >= AT_ONCE) return;
    const group = this.takeGroup();
    this.underWay++;
    void this.appendAll(group).finally(() => {
      this.underWay--;
      this.next();
    });
  }

  /** Each stream once and each key once: of two the second one has to see what came of the first. */
  private takeGroup(): Waiting[] {
    const taken = new Set<string>();
    const group: Waiting[] = [];
    const left: Waiting[] = [];
    for (const each of this.waiting) {
      const names = [
        `stream ${each.values[0]}`,
        ...(each.values[8] === null ? [] : [`key ${each.values[8]}`]),
      ];
      const fits = group.length < MOST && !names.some((name) => taken.has(name));
      (fits ? group : left).push(each);
      // Also of what is left: its successors stay behind it.
      for (const name of names) taken.add(name);
    }
    this.waiting = left;
    return group;
  }

  /** Never rejects. */
  private async appendAll(group: readonly Waiting[]): Promise<void> {
    const [first, ...others] = group;
    if (first && others.length === 0) {
      const row = this.alone(first.values);
      first.resolve(row);
      await row.catch(() => undefined);
      return;
    }
    const rows = await this.together(group).catch(() => []);
    const done = new Map(rows.map(({ n, ...row }) => [n, row]));
    group.forEach(({ values, resolve }, at) => resolve(done.get(at + 1) ?? this.alone(values)));
  }

  private together(group: readonly Waiting[]): Promise<(AppendedRow & { n: number })[]> {
    const all = group.map(({ values }) => values);
    return this.session.run(
      appendTogether,
      all.map(([stream]) => stream),
      all.map(([, expected]) => expected),
      all.map(([, , [id]]) => id!),
      all.map(([, , , [type]]) => type!),
      all.map(([, , , , [data]]) => data!),
      all.map(([, , , , , [isPublic]]) => isPublic!),
      all.map(([, , , , , , occurredAt]) => occurredAt),
      all.map(([, , , , , , , meta]) => JSON.stringify(meta)),
      all.map(([, , , , , , , , key]) => key),
      all.map(([, , , , , , , , , fingerprint]) => fingerprint),
    );
  }
}
