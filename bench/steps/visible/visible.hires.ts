import { setTimeout as sleep } from 'node:timers/promises';
import { bytesOf, HttpConnection } from '../../core/http-connection.js';
import { hasStatus, openLoop } from '../../core/load.js';
import { latencies } from '../../core/statistics.js';
import type { Contender, Figures } from '../../core/step.js';
import { Shown } from './shown.js';

/** Hires a second. */
export const AT_A_SECOND = [100, 500] as const;
const CONNECTIONS = 32;
const LATEST_MS = 30_000;
const CHECK_MS = 200;

/** What takes hires by HTTP, and shows them. */
export interface HiringSystem {
  readonly port: number;
  readonly signedIn: Readonly<Record<string, string>>;
  readonly database: string;
  /** See {@link Shown}. */
  readonly newer: string;
  /** Throws when a reader who asks does not see what is at this position. */
  checkRead(position: string): Promise<void>;
  /** How many are there for a reader. */
  count(): Promise<number>;
  stop(): Promise<void>;
}

/** Hires at a constant pace, and measures how long after its answer each is shown. */
export class VisibleHires implements Contender {
  private accepted = 0;

  private constructor(
    readonly name: string,
    private readonly system: HiringSystem,
    private readonly shown: Shown,
  ) {}

  static async open(name: string, system: HiringSystem): Promise<VisibleHires> {
    return new VisibleHires(name, system, await Shown.in(system.database, system.newer));
  }

  async measure(seconds: number): Promise<Figures> {
    const figures: Record<string, number> = {};
    for (const perSecond of AT_A_SECOND) {
      const begun = performance.now();
      const took = await this.hire(perSecond, seconds);
      const reached = took.length / ((performance.now() - begun) / 1000);
      Object.assign(figures, latencies(took, `at ${perSecond}/s`), {
        [`at ${perSecond}/s hires/s`]: reached,
      });
    }
    return figures;
  }

  async verify(): Promise<void> {
    const found = await this.system.count();
    if (found !== this.accepted) throw new Error(`${this.name} shows ${found} of ${this.accepted} hires`);
  }

  async stop(): Promise<void> {
    await this.shown.close();
    await this.system.stop();
  }

  private async hire(perSecond: number, seconds: number): Promise<number[]> {
    const { shown, system } = this;
    const created = hasStatus(201);
    const answered = new Map<string, number>();
    // New ones: who is idle for long is hung up on.
    const opening = Array.from({ length: CONNECTIONS }, () => HttpConnection.open(system.port));
    const connections = await Promise.all(opening);
    const checks = this.checkReads();
    await openLoop(connections, { perSecond, seconds }, async (connection, n) => {
      const body = { name: `Anna ${n}`, position: 'Engineer' };
      const hire = bytesOf({ method: 'POST', path: '/employees', headers: system.signedIn, body });
      const answer = await connection.ask(hire);
      created(answer);
      const { id } = JSON.parse(answer.body) as { id: string };
      answered.set(`employee/${id}`, performance.now());
    });
    for (const connection of connections) connection.close();
    this.accepted += answered.size;
    await this.whenShown(answered);
    await checks.stop();
    const took = [...answered].map(([stream, at]) => Math.max(0, shown.at.get(stream)! - at));
    shown.at.clear();
    return took;
  }

  private async whenShown(answered: ReadonlyMap<string, number>): Promise<void> {
    const { shown } = this;
    const latest = performance.now() + LATEST_MS;
    while ([...answered.keys()].some((stream) => !shown.at.has(stream))) {
      if (performance.now() > latest)
        throw new Error(`${this.name} shows ${shown.at.size} of ${answered.size} after ${LATEST_MS} ms`);
      await sleep(20);
    }
  }

  /** That what is in the table is what readers get, it has to show now and then. */
  private checkReads(): { stop(): Promise<void> } {
    let isOn = true;
    const checking = (async () => {
      for (; isOn; await sleep(CHECK_MS)) await this.system.checkRead(this.shown.position);
    })();
    checking.catch(() => undefined);
    return {
      stop: () => {
        isOn = false;
        return checking;
      },
    };
  }
}
