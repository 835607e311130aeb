import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface BenchRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface BenchAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** The bytes of a request, made once: who asks shares the processor with who answers. */
export function bytesOf({ method, path, headers = {}, body }: BenchRequest): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body);
  const lines = Object.entries({
    host: '127.0.0.1',
    ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`);
}

/**
 * One connection that is kept, with one request at a time. Node's own client takes as long as some of the servers that are
 * measured; this one reads nothing but the status and how long the answer is, and takes a tenth of that.
 */
export class HttpConnection {
  private received: Buffer = Buffer.alloc(0);
  private waiting: PromiseWithResolvers<BenchAnswer> | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.waiting?.reject(error));
    socket.on('close', () => this.waiting?.reject(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  ask(request: Buffer): Promise<BenchAnswer> {
    if (this.socket.destroyed) return Promise.reject(new Error('the server has closed the connection'));
    this.waiting = Promise.withResolvers();
    this.socket.write(request);
    return this.waiting.promise;
  }

  /** Also by the server, which hangs up on who is silent for long. */
  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const end = this.received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const status = Number(head.slice(9, 12));
    const from = end + END_OF_HEAD.length;
    const length = status === 304 || status === 204 ? 0 : lengthIn(head);
    if (this.received.length < from + length) return;
    const body = this.received.toString('utf8', from, from + length);
    this.received = Buffer.alloc(0);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve({ status, head, body });
  }
}

function lengthIn(head: string): number {
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without its length cannot be measured: ${head}`);
  return Number(length);
}
