import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';

/** A wire between a client and a server that tests can cut, hold up, or speak into. */
export class TcpProxy {
  /** Connections accepted so far. */
  accepted = 0;
  private readonly pairs = new Set<{ client: Socket; server: Socket }>();
  private held = false;
  private refusing = false;

  private constructor(
    private readonly target: { host: string; port: number },
    private readonly listener: Server,
  ) {
    listener.on('connection', (client) => this.join(client));
  }

  static async to(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new TcpProxy({ host: hostname, port: Number(port) }, listener);
  }

  /** `url`, but through here. */
  through(url: string): string {
    const { port } = this.listener.address() as AddressInfo;
    return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  /** Both ends find the connection reset. */
  cut(): void {
    for (const { client, server } of this.pairs) [client, server].forEach((socket) => socket.destroy());
  }

  /** Whether new connections are cut at once, as if nobody were there. */
  refuse(refusing: boolean): void {
    this.refusing = refusing;
    if (refusing) this.cut();
  }

  /** Whether what the server says is kept from the client. What was said meanwhile is lost. */
  hold(held: boolean): void {
    this.held = held;
  }

  /** Lets every client read `bytes` as if the server had sent them. */
  say(bytes: Buffer): void {
    for (const { client } of this.pairs) client.write(bytes);
  }

  async close(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private join(client: Socket): void {
    this.accepted++;
    client.on('error', () => {});
    if (this.refusing) return void client.destroy();
    const server = new Socket().connect(this.target);
    server.on('error', () => {});
    const pair = { client, server };
    this.pairs.add(pair);
    client.on('data', (data) => server.write(data));
    server.on('data', (data) => void (this.held || client.write(data)));
    client.on('close', () => void server.destroy());
    server.on('close', () => {
      client.destroy();
      this.pairs.delete(pair);
    });
  }
}
