import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EventPlace } from '#lib/envelope';
import { FeedProgress, FeedWatch } from '#lib/read-model';

/** Between two questions at least, twice as long each time: on a busy feed nearly every commit is somebody else's. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;

/** Waits until the feed shows what somebody has just done. */
@Injectable()
export class CoverageWaiter implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly progress: FeedProgress,
    private readonly watch: FeedWatch,
  ) {}

  /** Who waits is answered as it is, so that closing waits for nobody. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /**
   * True as soon as the feed covers the events; false after `waitMs`, or when the caller has gone or the app closes. It asks at
   * least once, and again after a commit; more and more slowly.
   */
  async covers(places: readonly EventPlace[], waitMs: number, callerGone: AbortSignal): Promise<boolean> {
    const ended = AbortSignal.any([callerGone, this.stopping.signal]);
    const until = performance.now() + waitMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      // Before the question: a commit after it is not missed.
      const noticed = this.watch.nextNotice();
      if (await this.progress.covers(places)) return true;
      const leftMs = until - performance.now();
      if (leftMs <= 0 || ended.aborted) return false;
      // Cut short, it asks once more: what ended the wait is seen above.
      await pause({ atLeastMs: pauseMs, atMostMs: leftMs }, noticed, ended);
    }
  }
}

/** Until there is a notice, but for no less and no longer than this. */
async function pause(
  { atLeastMs, atMostMs }: { atLeastMs: number; atMostMs: number },
  noticed: Promise<void>,
  ended: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([ended, over.signal]);
  const rest = (ms: number): Promise<void> => sleep(ms, undefined, { signal }).catch(() => undefined);
  await rest(Math.min(atLeastMs, atMostMs));
  await Promise.race([noticed, rest(Math.min(LONGEST_PAUSE_MS, atMostMs) - atLeastMs)]);
  over.abort();
}
