import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { latencies } from '../../core/statistics.js';

/** Everybody's name begins so, and goes on with their number in six digits. */
export const NAME = 'Newcomer-';
const DIGITS = 6;
/** So many are opened at a time. */
export const AT_ONCE = 50;
const END = '\n\n';

/** All that has come since it was expected: how many milliseconds after its answer each hire reached each reader. */
export interface Said {
  readonly missing: number;
  readonly twice: number;
  readonly took: Readonly<Record<string, number>>;
}

/** Moments that mean the same in each process of the machine. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Opens so many streams, and answers when each is greeted. */
export async function openFollowers(
  port: number,
  clients: number,
  tokenOf: (client: number) => Promise<string>,
): Promise<Followers> {
  const followers = new Followers(clients);
  for (let first = 0; first < clients; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, clients - first);
    const opened = Array.from({ length: count }, async (_, n) =>
      followers.open(first + n, port, await tokenOf(first + n)),
    );
    await Promise.all(opened);
  }
  return followers;
}

/** Notes when each of some hires reached each of those who follow. */
export class Followers {
  private first = 0;
  private hires = 0;
  private received = new Float64Array();
  private answeredAt = new Float64Array();
  private twice = 0;
  /** What has come of an event that is not whole yet. */
  private readonly begun = new Map<number, string>();
  /** For all sockets: what is in it is read before another one's comes. */
  private readonly buffer = Buffer.alloc(64 * 1024);
  private readonly sockets: Socket[] = [];

  constructor(private readonly clients: number) {}

  expect({ first, hires }: { readonly first: number; readonly hires: number }): void {
    Object.assign(this, { first, hires, twice: 0 });
    this.received = new Float64Array(this.clients * hires);
    this.answeredAt = new Float64Array(hires);
  }

  answered(hire: number, at: number): void {
    this.answeredAt[hire - this.first] = at;
  }

  report(): Said {
    const took: number[] = [];
    this.received.forEach((at, place) => {
      if (at > 0) took.push(Math.max(0, at - this.answeredAt[place % this.hires]!));
    });
    return { missing: this.received.length - took.length, twice: this.twice, took: latencies(took) };
  }

  async open(client: number, port: number, token: string): Promise<void> {
    const greeted = Promise.withResolvers<void>();
    let head = '';
    const callback = (length: number): boolean => {
      const text = this.buffer.toString('latin1', 0, length);
      if (head.endsWith('!')) this.note(client, text);
      else if ((head += text).includes('event: hello')) greeted.resolve(void (head = '!'));
      else if (!head.startsWith('HTTP/1.1 200')) greeted.reject(new Error(head.slice(0, 500)));
      return true;
    };
    const socket: Socket = connect({ host: '127.0.0.1', port, onread: { buffer: this.buffer, callback } });
    this.sockets.push(socket);
    socket.on('error', (error) => greeted.reject(error));
    await once(socket, 'connect');
    const path = 'GET /feed/stream HTTP/1.1\r\nHost: bench\r\nAccept-Language: en';
    socket.write(`${path}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await greeted.promise;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private note(client: number, chunk: string): void {
    const at = now();
    const events = ((this.begun.get(client) ?? '') + chunk).split(END);
    const rest = events.pop()!;
    // Behind whole events there is the length of the next piece at most.
    if (rest.length > 8) this.begun.set(client, rest);
    else this.begun.delete(client);
    for (const event of events) {
      const from = event.indexOf(NAME) + NAME.length;
      if (from >= NAME.length) this.noteHire(client, Number(event.slice(from, from + DIGITS)), at);
    }
  }

  private noteHire(client: number, number: number, at: number): void {
    const hire = number - this.first;
    if (hire < 0 || hire >= this.hires) return;
    const place = client * this.hires + hire;
    if (this.received[place] === 0) this.received[place] = at;
    else this.twice++;
  }
}
