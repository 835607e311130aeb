import { get as httpGet, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { eventually } from '#lib/testing';
import type { RequestHeaders } from './http.js';

/** One event of a stream; without a name: only an id. */
export interface StreamEvent {
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly data: Record<string, never> & { readonly [field: string]: unknown };
}

/** A reader's stream, by plain HTTP, so that it can be read slowly and cut anywhere. */
export class FeedStream {
  readonly events: StreamEvent[] = [];
  /** The last id that came with a whole event. */
  lastId: string | undefined;
  heartbeats = 0;
  isOver = false;
  private isClosed = false;
  private text = '';

  private constructor(
    readonly answer: IncomingMessage,
    private readonly onEvent: (event: StreamEvent) => void,
  ) {
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => this.read(chunk));
    answer.on('error', () => undefined);
    answer.on('close', () => (this.isOver = true));
  }

  static async open(
    feed: string,
    headers: RequestHeaders,
    params: Readonly<Record<string, string>> = {},
    onEvent: (event: StreamEvent) => void = () => undefined,
  ): Promise<FeedStream> {
    const url = `${feed}/feed/stream?${new URLSearchParams(params).toString()}`;
    const request = httpGet(url, { headers: headers as Record<string, string>, agent: false });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    request.on('error', () => undefined);
    return new FeedStream(answer, onEvent);
  }

  of(event: string): StreamEvent[] {
    return this.events.filter((one) => one.event === event);
  }

  /** The first event of the kind that the check lets through. */
  async next(
    event: string,
    check: (data: StreamEvent['data']) => boolean = () => true,
  ): Promise<StreamEvent> {
    return eventually(() => {
      const found = this.of(event).find(({ data }) => check(data));
      if (!found) throw new Error(`no ${event} among ${JSON.stringify(this.events).slice(0, 2_000)}`);
      return found;
    });
  }

  /** Hears nothing from here on, not even what has come already. */
  close(): void {
    this.isClosed = true;
    this.answer.destroy();
  }

  private read(chunk: string): void {
    this.text += chunk;
    const blocks = this.text.split('\n\n');
    this.text = blocks.pop()!;
    for (const block of blocks) if (!this.isClosed) this.take(block);
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line]));
    const value = (name: string): string | undefined => fields.get(name)?.slice(name.length + 2);
    if (value('') !== undefined) this.heartbeats++;
    const id = value('id');
    if (id !== undefined) this.lastId = id;
    if (id === undefined && value('event') === undefined) return;
    const data = JSON.parse(value('data') ?? '{}') as StreamEvent['data'];
    const event = { event: value('event'), id, data };
    this.events.push(event);
    this.onEvent(event);
  }
}
