// The readers of the bench, in a process of their own: what they cost is not what the server costs. Told by its parent alone.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LocalIssuer } from '#lib/identity';

/** What the parent says, in this order: begin, an answer for each hire, report. */
export type ToClients =
  | {
      readonly begin: {
        readonly port: number;
        readonly clients: number;
        readonly hires: number;
        readonly issuer: string;
      };
    }
  | { readonly answered: number; readonly at: number }
  | { readonly report: true };

/** Milliseconds from when a hire was answered to when a reader had it. */
export interface Report {
  readonly received: number;
  readonly missing: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** Everybody's name begins so, and goes on with their number in four digits. */
export const NAME = 'Newcomer-';
const AT_ONCE = 100;

const now = (): number => performance.timeOrigin + performance.now();

class Readers {
  private readonly received: Float64Array;
  private readonly answered: Float64Array;

  constructor(
    private readonly port: number,
    private readonly clients: number,
    private readonly hires: number,
    private readonly issuer: LocalIssuer,
  ) {
    this.received = new Float64Array(clients * hires);
    this.answered = new Float64Array(hires);
  }

  async open(): Promise<void> {
    for (let first = 0; first < this.clients; first += AT_ONCE) {
      const count = Math.min(AT_ONCE, this.clients - first);
      await Promise.all(Array.from({ length: count }, (_, n) => this.openOne(first + n)));
    }
  }

  noteAnswer(hire: number, at: number): void {
    this.answered[hire] = at;
  }

  report(): Report {
    const times: number[] = [];
    this.received.forEach((at, place) => {
      if (at > 0) times.push(at - this.answered[place % this.hires]!);
    });
    times.sort((a, b) => a - b);
    const share = (part: number): number => times[Math.floor((times.length - 1) * part)] ?? NaN;
    const missing = this.received.length - times.length;
    return { received: times.length, missing, p50: share(0.5), p99: share(0.99), most: share(1) };
  }

  private async openOne(client: number): Promise<void> {
    const token = await this.issuer.issue({ subject: `reader-${client}` });
    const socket = connect(this.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `GET /feed/stream HTTP/1.1\r\nHost: bench\r\nAccept-Language: en\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    await this.greeted(socket);
    socket.on('data', (chunk) => this.note(client, chunk));
    socket.on('error', () => socket.destroy());
  }

  private async greeted(socket: Socket): Promise<void> {
    let head = '';
    while (!head.includes('event: hello')) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      head += chunk.toString();
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(head.slice(0, 500));
    }
  }

  private note(client: number, chunk: Buffer): void {
    const at = now();
    for (let found = chunk.indexOf(NAME); found >= 0; found = chunk.indexOf(NAME, found + NAME.length)) {
      const from = found + NAME.length;
      const hire = Number(chunk.toString('latin1', from, from + 4));
      const place = client * this.hires + hire;
      if (hire < this.hires && this.received[place] === 0) this.received[place] = at;
    }
  }
}

let readers: Readers | undefined;
process.on('message', (message: ToClients) => void take(message));
process.on('disconnect', () => process.exit());

async function take(message: ToClients): Promise<void> {
  if ('begin' in message) {
    const { port, clients, hires, issuer } = message.begin;
    readers = new Readers(port, clients, hires, await LocalIssuer.open(issuer));
    await readers.open();
    process.send!('open');
  } else if ('answered' in message) readers!.noteAnswer(message.answered, message.at);
  else process.send!(readers!.report());
}
