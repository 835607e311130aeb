import type { ClientEnvironment, Wake } from '../src/index.js';

interface Timer {
  at: number;
  readonly call: () => void;
}

/** Time that passes when a spec says so. */
export class ManualEnvironment implements ClientEnvironment {
  online = true;
  private time = Date.parse('2026-11-20T10:00:00Z');
  private timers: Timer[] = [];
  private readonly listeners = new Set<(cause: Wake) => void>();

  now = (): number => this.time;
  random = (): number => 0.5;
  isOnline = (): boolean => this.online;

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time + ms, call };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((other) => other !== timer));
  }

  onWake(listener: (cause: Wake) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  wake(cause: Wake): void {
    for (const listener of this.listeners) listener(cause);
  }

  pass(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = until;
  }

  /** The machine sleeps: the clock goes on, and timers do not. */
  sleep(ms: number): void {
    this.time += ms;
    for (const timer of this.timers) timer.at += ms;
  }

  /** Whoever still waits for something. */
  get pending(): number {
    return this.timers.length + this.listeners.size;
  }
}
