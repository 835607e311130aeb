import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EventPlace } from '#lib/envelope';
import { FeedProgress } from '#lib/read-model';

/** Most events are in the feed some 10 ms after their command was answered. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;

/** Waits until the feed shows what somebody has just done. */
@Injectable()
export class CoverageWaiter implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(private readonly progress: FeedProgress) {}

  /** Who waits is answered as it is, so that closing waits for nobody. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /**
   * True as soon as the feed covers the events; false after `waitMs`, or when the caller has gone or the app closes. It asks at
   * least once, and more and more slowly.
   */
  async covers(places: readonly EventPlace[], waitMs: number, callerGone: AbortSignal): Promise<boolean> {
    const ended = AbortSignal.any([callerGone, this.stopping.signal]);
    const until = performance.now() + waitMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      if (await this.progress.covers(places)) return true;
      const leftMs = until - performance.now();
      if (leftMs <= 0 || ended.aborted) return false;
      // Cut short, it asks once more: what ended the wait is seen above.
      await sleep(Math.min(pauseMs, leftMs), undefined, { signal: ended }).catch(() => undefined);
    }
  }
}
