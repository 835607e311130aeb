import { setTimeout as sleep } from 'node:timers/promises';

/** The pause of a loop that looks for work: long, as long as nobody tells it of some. */
export class Doze {
  private awake = new AbortController();

  /** Resolves after `ms`, when `signal` aborts, or when it was woken, be it before it began. */
  async for(ms: number, signal: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal: AbortSignal.any([signal, this.awake.signal]) }).catch(() => {});
    if (this.awake.signal.aborted) this.awake = new AbortController();
  }

  wake(): void {
    this.awake.abort();
  }
}
