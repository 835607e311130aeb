import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const LOOK_EVERY_MS = 5;
/** Between two looks, so many times what one takes. */
const LOOKS_COST = 10;
const LONGEST_MS = 120_000;

/** Where a contender writes: each event that it has taken is a row of `events`, and one of `entries`. */
export interface Tables {
  /** Has a `position`, above those of all that were there before. */
  readonly events: string;
  readonly entries: string;
}

/** Watches from outside how a read model grows. */
export class ReadModel {
  private position = '0';

  private constructor(
    private readonly client: Client,
    private readonly tables: Tables,
  ) {}

  static async in(connectionString: string, tables: Tables): Promise<ReadModel> {
    const client = new Client({ connectionString });
    await client.connect();
    return new ReadModel(client, tables);
  }

  /** Resolves when there are so many more events than at the last call; with how many came a second, from this call on. */
  async growsBy(wanted: number): Promise<number> {
    const begun = performance.now();
    for (;;) {
      const looked = performance.now();
      const { count, last } = await this.countFrom(this.position);
      const now = performance.now();
      if (count >= wanted) {
        this.position = last;
        return (wanted * 1000) / (now - begun);
      }
      if (now - begun > LONGEST_MS) throw new Error(`of ${wanted} events ${count} came in time`);
      await sleep(Math.max(LOOK_EVERY_MS, LOOKS_COST * (now - looked)));
    }
  }

  /** Throws unless each of so many events is there, and has its entry. */
  async verify(accepted: number): Promise<void> {
    const { events, entries } = this.tables;
    const { rows } = await this.client.query<{ events: number; entries: number }>(
      `SELECT (SELECT count(*)::int FROM ${events}) AS events, (SELECT count(*)::int FROM ${entries}) AS entries`,
    );
    const [found] = rows;
    if (found!.events !== accepted || found!.entries !== accepted)
      throw new Error(`of ${accepted} events there are ${JSON.stringify(found)}`);
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async countFrom(position: string): Promise<{ count: number; last: string }> {
    const { rows } = await this.client.query<{ count: number; last: string | null }>({
      name: 'count',
      text: `SELECT count(*)::int AS count, max(position) AS last FROM ${this.tables.events} WHERE position > $1`,
      values: [position],
    });
    return { count: rows[0]!.count, last: rows[0]!.last ?? position };
  }
}
