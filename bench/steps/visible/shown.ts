import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const EVERY_MS = 1;

/** A place in what is shown, and what came there. */
export interface ShownRow {
  readonly position: string;
  readonly stream: string;
}

/** Looks again and again for what has come into a table that is read from, by one prepared statement. */
export class Shown {
  /** When each stream was there first. */
  readonly at = new Map<string, number>();
  position = '0';
  private readonly client: Client;
  private looking: Promise<void> | undefined;
  private isWanted = true;

  /** `newer`: answers {@link ShownRow}s behind the position `$1`, in order. */
  private constructor(
    database: string,
    private readonly newer: string,
  ) {
    this.client = new Client({ connectionString: database });
  }

  static async in(database: string, newer: string): Promise<Shown> {
    const shown = new Shown(database, newer);
    await shown.client.connect();
    shown.looking = shown.look();
    return shown;
  }

  async close(): Promise<void> {
    this.isWanted = false;
    await this.looking;
    await this.client.end();
  }

  private async look(): Promise<void> {
    for (; this.isWanted; await sleep(EVERY_MS)) {
      const { rows } = await this.client.query<ShownRow>({
        name: 'newer',
        text: this.newer,
        values: [this.position],
      });
      const at = performance.now();
      for (const { stream } of rows) this.at.set(stream, at);
      this.position = rows.at(-1)?.position ?? this.position;
    }
  }
}
