import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemUnderTest } from '../system.js';
import { inSession, liveVersion } from './session.js';

const EVERY_MS = 10;

/** Reads changes while they come, and goes on from the last position each time, as a live stream does. */
export class PositionReader {
  readonly positions: number[] = [];
  private active = true;
  private reading: Promise<void> | undefined;

  constructor(private readonly system: SystemUnderTest) {}

  start(): void {
    this.reading = this.read();
  }

  /** To be called when nothing happens any more: it has read everything then. */
  async stop(): Promise<void> {
    this.active = false;
    await this.reading;
    await this.readOn(() => false);
  }

  private async read(): Promise<void> {
    while (this.active) {
      // While the database is away there is nothing to read.
      await this.readOn(() => this.active).catch(() => undefined);
      await sleep(EVERY_MS);
    }
  }

  private async readOn(goesOn: () => boolean): Promise<void> {
    await inSession(this.system, async (query) => {
      const v = await liveVersion(query);
      const sql = `SELECT position FROM feed.change_${v} WHERE position > $1 ORDER BY position`;
      do {
        const rows = await query<{ position: string }>(sql, [this.positions.at(-1) ?? 0]);
        this.positions.push(...rows.map(({ position }) => Number(position)));
        if (goesOn()) await sleep(EVERY_MS);
      } while (goesOn());
    });
  }
}
