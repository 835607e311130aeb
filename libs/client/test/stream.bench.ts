import { expect } from 'vitest';
import { eventually } from '#lib/testing';
import { type ConnectionState, FeedClient, type FeedEvent, type FeedStream } from '../src/index.js';
import { ManualEnvironment } from './manual.environment.js';
import { ScriptedServer } from './scripted.server.js';

/** A client beside a scripted server, and all that the client has told. */
export class StreamBench {
  readonly environment = new ManualEnvironment();
  readonly events: FeedEvent[] = [];
  readonly states: ConnectionState[] = [];
  /** Answered one after the other; the last one for ever. */
  tokens = ['first'];
  refused: (string | undefined)[] = [];
  /** Connections of the client that it has not ended, most at a time. */
  most = 0;
  private called = 0;
  private answered = 0;
  private readonly active = new Set<AbortSignal>();
  private readonly streams: FeedStream[] = [];

  private constructor(readonly server: ScriptedServer) {}

  static async start(): Promise<StreamBench> {
    return new StreamBench(await ScriptedServer.start());
  }

  client(): FeedClient {
    return new FeedClient({
      baseUrl: this.server.url,
      environment: this.environment,
      fetch: (input, init) => this.fetch(input as string, init!),
      token: (refused) => {
        this.refused.push(refused);
        return this.tokens.length > 1 ? this.tokens.shift() : this.tokens[0];
      },
    });
  }

  stream(onEvent: (event: FeedEvent) => void = () => {}, signal?: AbortSignal): FeedStream {
    const stream = this.client().stream(
      { type: ['employee.hired', 'thanks.*'] },
      {
        since: 'e.1',
        onEvent: (event) => {
          this.events.push(event);
          onEvent(event);
        },
        onState: (state) => this.states.push(state),
        ...(signal && { signal }),
      },
    );
    this.streams.push(stream);
    return stream;
  }

  /** The ids that the events told of are of, in order. */
  get told(): unknown[] {
    return this.events.map(({ data }) => ('id' in data ? data.id : undefined));
  }

  /** How often the client has asked for anything, when it has done all that it could do without an answer. */
  async calls(): Promise<number> {
    await new Promise(setImmediate);
    return this.called;
  }

  /** The client has the headers of all answers. */
  async begun(): Promise<void> {
    await eventually(() => expect(this.answered).toBe(this.called));
  }

  async requested(times: number): Promise<void> {
    await eventually(() => expect(this.server.requests).toHaveLength(times));
  }

  async inState(state: object): Promise<void> {
    await eventually(() => expect(this.states.at(-1)).toMatchObject(state));
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.close();
    await Promise.all(this.streams.map(({ closed }) => closed));
    await eventually(() => expect(this.server.open).toBe(0));
    expect({ most: this.most, overlaps: this.server.overlaps }).toEqual({
      most: this.most && 1,
      overlaps: 0,
    });
    expect(this.environment.pending).toBe(0);
    await this.server.close();
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    const signal = init.signal!;
    this.called += 1;
    this.active.add(signal);
    signal.addEventListener('abort', () => this.active.delete(signal));
    this.most = Math.max(this.most, [...this.active].filter(({ aborted }) => !aborted).length);
    const response = await fetch(url, init);
    this.answered += 1;
    return response;
  }
}
