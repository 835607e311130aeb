import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request, and what a spec does with its answer. */
export class Exchange {
  constructor(
    readonly path: string,
    readonly query: Readonly<Record<string, string>>,
    readonly headers: IncomingHttpHeaders,
    private readonly response: ServerResponse,
  ) {}

  /** Begins the stream as the feed does. */
  hello(position = '0', heartbeatMs = 15_000): this {
    return this.begin().frame('hello', { position, resumed: true, replayed: 0, heartbeatMs }, position);
  }

  /** The headers of a stream, and not a byte after them. */
  begin(): this {
    this.response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    this.response.flushHeaders();
    return this;
  }

  frame(event: string, data: object, id: string): this {
    return this.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  write(text: string): this {
    this.response.write(text);
    return this;
  }

  answer(status: number, body: object, headers: Record<string, string> = {}): void {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    this.response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
  }

  end(): void {
    this.response.end();
  }

  /** As when the process at the other end is killed. */
  cut(): void {
    this.response.socket?.resetAndDestroy();
  }

  get isOpen(): boolean {
    return !this.response.closed && !this.response.destroyed;
  }
}

type Handler = (exchange: Exchange) => void;

/** A feed that does what a spec tells it to, in the order of the requests; after that, a stream that only says hello. */
export class ScriptedServer {
  readonly requests: Exchange[] = [];
  /** Requests that came while another one stayed open. */
  overlaps = 0;
  private handlers: Handler[] = [];
  private readonly server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://feed');
    const query = Object.fromEntries(searchParams);
    const exchange = new Exchange(pathname, query, request.headers, response);
    void this.lookForOverlap([...this.requests]);
    this.requests.push(exchange);
    const handler = this.handlers.shift() ?? ((other) => void other.hello());
    handler(exchange);
  });

  static async start(): Promise<ScriptedServer> {
    const scripted = new ScriptedServer();
    scripted.server.listen(0, '127.0.0.1');
    await once(scripted.server, 'listening');
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  script(...handlers: readonly Handler[]): void {
    this.handlers.push(...handlers);
  }

  /** The newest request. */
  get last(): Exchange {
    return this.requests.at(-1)!;
  }

  get open(): number {
    return this.requests.filter(({ isOpen }) => isOpen).length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** The end of a connection may be heard of a moment after the begin of the next. */
  private async lookForOverlap(earlier: readonly Exchange[]): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if (!earlier.some(({ isOpen }) => isOpen)) return;
      await sleep(10);
    }
    this.overlaps += 1;
  }
}
