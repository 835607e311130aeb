import { awakeClock } from './awake-clock.js';
import type { ClientEnvironment, Wake } from './environment.js';
import { FeedConnection } from './feed-connection.js';
import type { FeedEvent } from './feed-events.js';
import type { FeedHttp, FeedRequest } from './feed-http.js';
import type { FeedProblem } from './feed-problem.js';
import type { FeedFilters } from './feed-types.js';
import { pollChanges } from './poll-changes.js';
import { type Ending, type Next, Reconnection } from './reconnection.js';
import { Wait } from './wait.js';

/** Whether what the page shows is what there is. */
export type ConnectionState =
  /** `polling`: changes come with some delay, since something on the way keeps the stream back. */
  | { readonly state: 'live'; readonly polling?: true }
  | { readonly state: 'reconnecting'; readonly attempt: number }
  /** Since when nothing has come. It is tried on, unless there is a `problem`: then the stream has ended. */
  | { readonly state: 'offline'; readonly since: Date; readonly problem?: FeedProblem };

export interface StreamOptions {
  /** A position: changes after it are told. */
  readonly since: string;
  /** Called for each change, in order. A change may come twice; each brings all of what it is about. */
  onEvent(event: FeedEvent): void;
  onState(state: ConnectionState): void;
  /** Closes the stream. */
  readonly signal?: AbortSignal;
}

/** After so many attempts nobody expects it to be a moment. */
const ATTEMPTS_UNTIL_OFFLINE = 4;

/**
 * Changes of the feed from a position on, without gaps, over one connection at a time: it connects again by itself, where
 * it was, until it is closed or refused for good.
 */
export class FeedStream {
  /** Resolves when nothing will come any more: with the problem that ended it, or nothing when it was closed. */
  readonly closed: Promise<FeedProblem | undefined>;

  private readonly clock: () => number;
  private readonly reconnection: Reconnection;
  private readonly forgetWakes: () => void;
  private connection: FeedConnection | undefined;
  private waiting: { readonly wait: Wait; readonly isTold: boolean } | undefined;
  private readonly abort = new AbortController();
  private place: string;
  private isResuming = false;
  private aliveAt: number;
  private told = '';

  constructor(
    private readonly http: FeedHttp,
    private readonly environment: ClientEnvironment,
    private readonly filters: FeedFilters,
    private readonly options: StreamOptions,
  ) {
    this.place = options.since;
    this.aliveAt = environment.now();
    this.clock = awakeClock(() => environment.now());
    this.reconnection = new Reconnection(() => environment.random());
    this.forgetWakes = environment.onWake((cause) => this.wake(cause));
    if (options.signal?.aborted) this.close();
    options.signal?.addEventListener('abort', this.close, { signal: this.abort.signal });
    this.closed = this.run();
  }

  /** All changes until here were handed over. Another stream can go on from it. */
  get position(): string {
    return this.place;
  }

  /** Ends all, for good: nothing is called back any more. */
  readonly close = (): void => {
    this.abort.abort();
    this.forgetWakes();
    this.connection?.close();
    this.waiting?.wait.end();
  };

  private get isClosed(): boolean {
    return this.abort.signal.aborted;
  }

  private async run(): Promise<FeedProblem | undefined> {
    let by: Next['by'] = 'stream';
    while (!this.isClosed) {
      const ending = await (by === 'stream' ? this.connect() : this.poll());
      if (this.isClosed) break;
      const next = this.reconnection.next(ending);
      this.tellOf(ending, next);
      if (!next) return this.end(ending);
      await this.wait(next);
      by = next.by;
    }
    return undefined;
  }

  private connect(): Promise<Ending> {
    const connection = new FeedConnection(this.http, this.environment, this.clock, {
      onLive: () => this.tell({ state: 'live' }),
      onAlive: () => (this.aliveAt = this.environment.now()),
      onEvent: (event) => this.handOver(event),
      onPosition: (position) => this.moveTo(position),
    });
    this.connection = connection;
    return connection.run(this.streamRequest()).finally(() => {
      this.connection = undefined;
      this.reconnection.retryMs = connection.retryMs ?? this.reconnection.retryMs;
    });
  }

  private streamRequest(): FeedRequest {
    const headers = { accept: 'text/event-stream' };
    const path = '/feed/stream';
    if (!this.isResuming) return { path, query: { ...this.filters, since: this.place }, headers };
    return { path, query: this.filters, headers: { ...headers, 'last-event-id': this.place } };
  }

  private poll(): Promise<Ending> {
    return pollChanges(this.http, this.environment, {
      filters: this.filters,
      since: this.place,
      signal: this.abort.signal,
      onAnswer: () => (this.aliveAt = this.environment.now()),
      onEvent: (event) => this.handOver(event),
      onPosition: (position) => this.moveTo(position),
    });
  }

  private moveTo(position: string): void {
    this.place = position;
    this.isResuming = true;
  }

  private async wait({ delayMs, isTold }: Next): Promise<void> {
    // Whoever was told of the state may have closed the stream.
    if (this.isClosed) return;
    const wait = new Wait(this.environment, this.clock, delayMs);
    this.waiting = { wait, isTold };
    await wait.over;
    this.waiting = undefined;
  }

  private wake(cause: Wake): void {
    this.connection?.check(cause);
    if (this.waiting && !this.waiting.isTold) this.waiting.wait.end();
  }

  private end(ending: Ending): FeedProblem | undefined {
    this.close();
    return ending.kind === 'refused' ? ending.problem : undefined;
  }

  private tellOf(ending: Ending, next: Next | undefined): void {
    const since = new Date(this.aliveAt);
    const attempt = Math.max(1, this.reconnection.attempt);
    if (ending.kind === 'polled') this.tell({ state: 'live', polling: true });
    else if (!next && ending.kind === 'refused')
      this.tell({ state: 'offline', since, problem: ending.problem });
    else if (attempt >= ATTEMPTS_UNTIL_OFFLINE || !this.environment.isOnline())
      this.tell({ state: 'offline', since });
    else this.tell({ state: 'reconnecting', attempt });
  }

  /** Each state once, until it is another one. */
  private tell(state: ConnectionState): void {
    const told = JSON.stringify(state);
    if (told === this.told) return;
    this.told = told;
    this.callBack(() => this.options.onState(state));
  }

  private handOver(event: FeedEvent): void {
    this.callBack(() => this.options.onEvent(event));
  }

  /** What a listener throws is the page's error, as with listeners of the DOM: reported, and the stream goes on. */
  private callBack(call: () => void): void {
    if (this.isClosed) return;
    try {
      call();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
