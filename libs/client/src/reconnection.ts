import type { FeedProblem } from './feed-problem.js';

/** How a connection, or a poll, ended. */
export type Ending =
  /** It was cut, or there is no way to the server. `livedMs`: how long it was live, if it was at all. */
  | { readonly kind: 'lost'; readonly livedMs?: number }
  /** Nothing has come for too long, maybe since the machine slept. */
  | { readonly kind: 'silent' }
  /** There was an answer, but nothing of a stream came of it. */
  | { readonly kind: 'streamless' }
  | { readonly kind: 'bye'; readonly retryMs?: number }
  | { readonly kind: 'refused'; readonly problem: FeedProblem }
  /** `isMore`: there are more changes to be had at once. */
  | { readonly kind: 'polled'; readonly isMore: boolean };

/** What to do next, and when. The server's own word on when is not to be cut short. */
export interface Next {
  readonly by: 'stream' | 'poll';
  readonly delayMs: number;
  readonly isTold: boolean;
}

/** Longer than this nobody waits, whatever was told: timers of browsers do not reach further than 24 days. */
const LONGEST_MS = 24 * 3_600_000;
const POLL_MS = 15_000;
const MOST_POLLS = 20;

/** Decides when and how to connect again. Every delay is partly random, or all clients of a server would come back at once. */
export class Reconnection {
  /** Endings in a row without a connection that lasted. */
  attempt = 0;
  /** The shortest delay, as `retry` of the stream has it. */
  retryMs = 1000;

  private fruitless = 0;
  private polls = 0;
  private mostPolls = 1;

  constructor(private readonly random: () => number) {}

  /** Nothing more is to be done after a refusal that a repetition would not change. */
  next(ending: Ending): Next | undefined {
    if (ending.kind === 'polled') return this.afterPoll(ending.isMore);
    const wasPolling = this.polls > 0;
    this.polls = 0;
    if (ending.kind === 'silent' || (ending.kind === 'lost' && lasted(ending))) this.attempt = 0;
    if (ending.kind === 'lost' && ending.livedMs !== undefined) this.streams();
    this.attempt += 1;
    switch (ending.kind) {
      case 'silent':
        this.streams();
        return this.stream(0);
      case 'bye':
        this.attempt = 0;
        return this.told(ending.retryMs ?? this.retryMs);
      case 'lost':
        return this.stream(this.backoff());
      case 'streamless':
        return this.withoutStream(wasPolling);
      case 'refused':
        return this.afterRefusal(ending.problem, wasPolling);
    }
  }

  private afterRefusal({ status, retryAfterMs }: FeedProblem, wasPolling: boolean): Next | undefined {
    if (status === 429 || status === 503)
      return retryAfterMs === undefined ? this.stream(this.backoff()) : this.told(retryAfterMs);
    return status < 500 ? undefined : this.withoutStream(wasPolling);
  }

  /** Something between here and there may keep the stream back. One such ending says nothing; after two, changes are polled. */
  private withoutStream(wasPolling: boolean): Next {
    if (!wasPolling) this.fruitless += 1;
    if (wasPolling || this.fruitless < 2) return this.stream(this.backoff());
    this.polls = this.mostPolls;
    this.mostPolls = Math.min(MOST_POLLS, this.mostPolls * 2);
    return { by: 'poll', delayMs: 0, isTold: false };
  }

  /** Whether there is a stream again is tried ever more rarely. */
  private afterPoll(isMore: boolean): Next {
    this.attempt = 0;
    if (isMore) return { by: 'poll', delayMs: 0, isTold: false };
    this.polls -= 1;
    const delayMs = POLL_MS * (1 + this.random() / 5);
    return { by: this.polls > 0 ? 'poll' : 'stream', delayMs, isTold: false };
  }

  private streams(): void {
    this.fruitless = 0;
    this.mostPolls = 1;
  }

  private stream(delayMs: number): Next {
    return { by: 'stream', delayMs: Math.min(delayMs, LONGEST_MS), isTold: false };
  }

  private told(ms: number): Next {
    return { ...this.stream(ms + this.random() * Math.max(this.retryMs, ms / 2)), isTold: true };
  }

  private backoff(): number {
    return this.retryMs + this.random() * Math.min(30_000, Math.max(1000, this.retryMs) * 2 ** this.attempt);
  }
}

/** One that goes away at once each time is not to be asked at once each time. */
const lasted = ({ livedMs = 0 }: { readonly livedMs?: number }): boolean => livedMs >= 10_000;
