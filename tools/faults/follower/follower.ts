import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AllPosition } from '#lib/event-store';
import { preloads } from '../preload/preloads.js';
import type { SystemUnderTest } from '../system.js';

/** One event as the reader of everything came upon it. */
export interface Followed {
  readonly app: string;
  readonly eventId: string;
  readonly stream: string;
  readonly version: number;
  /** Where it goes on after the page that this was on. */
  readonly place: AllPosition;
}

const RESTART_AFTER_MS = 500;
const LONGEST_END_MS = 120_000;

/** Reads everything that the sources store, in a process of its own, from the beginning of a run to its end. */
export class Follower {
  private readonly file: string;
  private child: ChildProcess | undefined;
  private active = true;
  private readonly givenUp = new AbortController();
  private running: Promise<void> | undefined;

  /** `breakName`: the protection to do without, which may be one of the reader's. */
  constructor(
    private readonly system: SystemUnderTest,
    private readonly breakName?: string,
  ) {
    this.file = join(system.dir, 'followed.jsonl');
  }

  start(): void {
    this.running = this.keepRunning();
  }

  /**
   * To be called when nothing happens any more. Resolves with everything that it read, in the order in which it did. Throws
   * when it does not come to the end within two minutes.
   */
  async stop(): Promise<Followed[]> {
    this.active = false;
    this.child?.kill('SIGTERM');
    const tooLong = setTimeout(() => this.givenUp.abort(), LONGEST_END_MS);
    await this.running;
    clearTimeout(tooLong);
    if (this.givenUp.signal.aborted) throw new Error('who reads everything did not come to the end');
    const lines = (await readFile(this.file, 'utf8').catch(() => '')).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Followed);
  }

  /** It gives up while the database is away; the next one goes on where it was. */
  private async keepRunning(): Promise<void> {
    while (!this.givenUp.signal.aborted) {
      const isLast = !this.active;
      const code = await this.run(isLast);
      if (!this.active && code === 0) return;
      await sleep(RESTART_AFTER_MS);
    }
  }

  private async run(isLast: boolean): Promise<number | null> {
    const child = spawn(process.execPath, [resolve('dist/tools/faults/follower/follower.main.js')], {
      env: {
        ...process.env,
        ...preloads(this.system.dir, this.breakName),
        DATABASE_URL: this.system.postgres.url,
        FOLLOWED: resolve(this.file),
        // A signal would come before it can hear one.
        ...(isLast && { TO_THE_END: '1' }),
      },
      stdio: 'ignore',
    });
    this.child = child;
    const giveUp = (): void => void child.kill('SIGKILL');
    this.givenUp.signal.addEventListener('abort', giveUp);
    const [code] = (await once(child, 'exit')) as [number | null];
    this.givenUp.signal.removeEventListener('abort', giveUp);
    return code;
  }
}
