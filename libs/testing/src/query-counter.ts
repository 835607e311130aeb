import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** https://www.postgresql.org/docs/current/protocol-message-formats.html: each has a letter and a length. */
const HEADER_BYTES = 5;
const EXECUTE = 'E';
const SIMPLE_QUERY = 'Q';

/**
 * Stands between an app and Postgres and counts the statements that go by, whatever made them; but for those of connections
 * that listen, which ask now and then, whatever else happens, whether they still do.
 */
export class QueryCounter {
  count = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async before(databaseUrl: string): Promise<QueryCounter> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const counter = new QueryCounter(server, new URL(databaseUrl));
    server.on('connection', (client) => counter.join(client));
    return counter;
  }

  /** The database's address, past the counter. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return Object.assign(new URL(this.target), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  /** How many statements `work` sends. */
  async during(work: () => Promise<unknown>): Promise<number> {
    this.count = 0;
    await work();
    return this.count;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(client: Socket): void {
    const database = connect(Number(this.target.port), this.target.hostname);
    for (const socket of [client, database]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.pipe(database).pipe(client);
    this.countIn(client);
  }

  private countIn(client: Socket): void {
    let read = Buffer.alloc(0);
    let isStartup = true;
    let listens = false;
    client.on('data', (chunk: Buffer) => {
      read = Buffer.concat([read, chunk]);
      for (;;) {
        // The first message of a connection has no letter.
        const lengthAt = isStartup ? 0 : 1;
        if (read.length < HEADER_BYTES) return;
        const end = lengthAt + read.readInt32BE(lengthAt);
        if (read.length < end) return;
        const letter = isStartup ? '' : String.fromCharCode(read[0]!);
        if (isStartup) listens = read.subarray(0, end).includes(' listener\0');
        if (!listens && (letter === EXECUTE || letter === SIMPLE_QUERY)) this.count++;
        read = read.subarray(end);
        isStartup = false;
      }
    });
  }
}
