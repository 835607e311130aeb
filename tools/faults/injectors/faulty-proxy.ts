import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lane } from './lane.js';
import { Wire, type WireCondition } from './wire.js';

/**
 * A wire that things go wrong on. It stands between clients and one server and goes on accepting whatever it does: it can
 * cut or reset what is connected, and be slow, narrow or silent for a while. What a client sent is never altered, left
 * out or reordered, as TCP would not either.
 */
export class FaultyProxy {
  /** Connections accepted so far. */
  accepted = 0;
  private readonly pairs = new Set<readonly [client: Socket, server: Socket]>();
  private readonly wire: Wire;

  private constructor(
    private readonly target: { host: string; port: number },
    private readonly listener: Server,
    random: () => number,
  ) {
    this.wire = new Wire(random);
    listener.on('connection', (client) => this.join(client));
  }

  /** `random` draws the jitter. */
  static async to(url: string, random: () => number = Math.random): Promise<FaultyProxy> {
    const { hostname, port } = new URL(url);
    const listener = createServer({ allowHalfOpen: true });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new FaultyProxy({ host: hostname, port: Number(port) }, listener, random);
  }

  /** Connections open now. */
  get open(): number {
    return this.pairs.size;
  }

  /** `url`, but through here. */
  through(url: string): string {
    const { port } = this.listener.address() as AddressInfo;
    return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  /** Both ends of every connection find it closed. What was on its way is lost. */
  cut(): void {
    for (const sockets of this.pairs) for (const socket of sockets) socket.destroy();
  }

  /** Both ends of every connection get a TCP reset. What was on its way is lost. */
  reset(): void {
    for (const sockets of this.pairs) for (const socket of sockets) socket.resetAndDestroy();
  }

  /** All connections, those to come included, are so until the next call. Nothing given: as if it were not there. */
  become(condition: WireCondition = {}): void {
    this.wire.become(condition);
  }

  /** {@link become}, for a while; then back to normal, also when `signal` aborts. */
  async becomeFor(ms: number, condition: WireCondition, signal?: AbortSignal): Promise<void> {
    this.become(condition);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    this.become();
  }

  async close(): Promise<void> {
    this.become();
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private join(client: Socket): void {
    this.accepted++;
    const server = new Socket({ allowHalfOpen: true }).connect(this.target);
    const pair = [client, server] as const;
    this.pairs.add(pair);
    for (const socket of pair) socket.setNoDelay(true).on('error', () => undefined);
    const lanes = [new Lane(client, server, this.wire), new Lane(server, client, this.wire)];
    void Promise.all(lanes.map((lane) => lane.run())).then(() => this.pairs.delete(pair));
  }
}
