import type { ClientEnvironment } from './environment.js';

/** Looks at the clock at least so often: timers stand still while the machine sleeps. */
const TICK_MS = 2500;

/** A delay that can be ended before its time. */
export class Wait {
  readonly over: Promise<void>;
  private readonly resolve: () => void;
  private cancel: (() => void) | undefined;

  constructor(environment: ClientEnvironment, clock: () => number, delayMs: number) {
    let resolve!: () => void;
    this.over = new Promise((done) => (resolve = done));
    this.resolve = resolve;
    const until = clock() + delayMs;
    const tick = (): void => {
      const left = until - clock();
      if (left <= 0) this.end();
      else this.cancel = environment.after(Math.min(left, TICK_MS), tick);
    };
    tick();
  }

  end(): void {
    this.cancel?.();
    this.resolve();
  }
}
