import type { ClientEnvironment, Wake } from './environment.js';
import { EventStreamParser, type Frame } from './event-stream.js';
import { type FeedEvent, feedEventOf, type Hello } from './feed-events.js';
import type { FeedHttp, FeedRequest } from './feed-http.js';
import { FeedProblem } from './feed-problem.js';
import type { Ending } from './reconnection.js';

export interface ConnectionListener {
  /** There is a stream: its first frame has come. */
  onLive(): void;
  /** Something has come, be it a heartbeat. */
  onAlive(): void;
  onEvent(event: FeedEvent): void;
  /** All until this position was handed over. */
  onPosition(position: string): void;
}

/** How often it is looked whether something has come: so soon after the machine's sleep the connection is known dead. */
const TICK_MS = 2500;
/** For the first frame, which the server sends at once. */
const FIRST_FRAME_MS = 10_000;
const HEARTBEAT_MS = 15_000;

/** One `GET /feed/stream`, from the request to its end, whoever ends it. */
export class FeedConnection {
  private readonly abort = new AbortController();
  private readonly parser = new EventStreamParser();
  private heartbeatMs = HEARTBEAT_MS;
  private liveAt: number | undefined;
  private aliveAt = 0;
  private wasCut = false;
  private cancelTick: (() => void) | undefined;

  constructor(
    private readonly http: FeedHttp,
    private readonly environment: ClientEnvironment,
    private readonly clock: () => number,
    private readonly listener: ConnectionListener,
  ) {}

  /** As of the last field `retry`. */
  get retryMs(): number | undefined {
    return this.parser.retryMs;
  }

  /** Never rejects. When it resolves, nothing is left of the connection. */
  async run(request: FeedRequest): Promise<Ending> {
    try {
      const onSend = (): void => this.watch();
      const response = await this.http.send({ ...request, signal: this.abort.signal, onSend });
      const type = response.headers.get('content-type') ?? '';
      if (!response.body || !type.startsWith('text/event-stream')) return { kind: 'streamless' };
      return await this.read(response.body.getReader());
    } catch (error) {
      if (this.wasCut) return { kind: this.liveAt === undefined ? 'streamless' : 'silent' };
      if (error instanceof FeedProblem) return { kind: 'refused', problem: error };
      // The network, the token that could not be had, or a frame that was mangled on the way: the next one may be whole.
      return this.lost();
    } finally {
      this.close();
    }
  }

  close(): void {
    this.cancelTick?.();
    this.abort.abort();
  }

  /** Ends the connection if it may be dead without anybody having noticed. */
  check(cause: Wake): void {
    if (this.liveAt === undefined) return;
    if (cause === 'network' || this.silentMs() > 1.5 * this.heartbeatMs) this.cut();
  }

  private async read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Ending> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return this.liveAt === undefined ? { kind: 'streamless' } : this.lost();
      if (this.liveAt !== undefined) this.heard();
      for (const frame of this.parser.push(value)) {
        const ending = this.take(frame);
        if (ending) return ending;
      }
    }
  }

  private take({ event, data, id }: Frame): Ending | undefined {
    const content: unknown = data === undefined ? undefined : JSON.parse(data);
    if (event === 'bye') return { kind: 'bye', ...(content as { retryMs?: number }) };
    if (this.liveAt === undefined) this.begin(event === 'hello' ? (content as Hello) : undefined);
    // Its position may be after what is still to be replayed.
    if (event === 'hello') return undefined;
    const told = feedEventOf(event, content);
    if (told) this.listener.onEvent(told);
    const position = told?.event === 'reset' ? told.data.position : id;
    // Whoever was handed the event may have closed all.
    if (position !== '' && !this.abort.signal.aborted) this.listener.onPosition(position);
    return undefined;
  }

  private begin(hello: Hello | undefined): void {
    if (hello) this.heartbeatMs = Math.max(1000, hello.heartbeatMs);
    this.liveAt = this.clock();
    this.heard();
    this.listener.onLive();
  }

  private heard(): void {
    this.aliveAt = this.clock();
    this.listener.onAlive();
  }

  private lost(): Ending {
    return { kind: 'lost', ...(this.liveAt !== undefined && { livedMs: this.clock() - this.liveAt }) };
  }

  private watch(): void {
    this.cancelTick?.();
    this.aliveAt = this.clock();
    const tick = (): void => {
      const patienceMs = this.liveAt === undefined ? FIRST_FRAME_MS : 2.5 * this.heartbeatMs;
      if (this.silentMs() > patienceMs) this.cut();
      else this.cancelTick = this.environment.after(TICK_MS, tick);
    };
    tick();
  }

  private silentMs(): number {
    return this.clock() - this.aliveAt;
  }

  private cut(): void {
    this.wasCut = true;
    this.close();
  }
}
