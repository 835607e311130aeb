import { type AmqpConnectionManager, connect } from 'amqp-connection-manager';
import type { ChannelModel } from 'amqplib';
import { Latch } from '../latch.js';
import type { MessagingLogger } from '../logger.js';
import { brokerConnected } from '../metrics.js';
import { inTime, within } from '../pause.js';
import { AgreedTopology } from './agreed-topology.js';
import type { Topology } from './topology.js';
import { TopologyMismatch } from './topology-mismatch.js';

/** How to reach the broker. */
export interface BrokerOptions {
  /** amqp:// or amqps:// with user, password and vhost. */
  readonly url: string;
  /** Shown in the broker's list of connections. */
  readonly connectionName: string;
  /**
   * What must be there: whoever has it declares it on every connect, and needs the rights to. Without it, the exchange of
   * events is waited for until somebody else has.
   */
  readonly topology?: Topology;
  readonly logger: MessagingLogger;
  /** Between two attempts to connect, on average; each pause is half to one and a half of it. 2 s. */
  readonly retryMs?: number;
}

/** What an operator sees of a connection. `error`: why it is down. `blocked`: why the broker takes no messages. */
export interface BrokerStatus {
  readonly connected: boolean;
  readonly blocked?: string;
  readonly error?: Error;
}

/** What whoever uses a connection wants to be told. */
export interface BrokerNews {
  /** Whether the broker takes messages has changed: see {@link BrokerStatus.blocked}. */
  readonly blocked?: () => void;
  /** There are more partitions: see {@link BrokerConnection.topology}. */
  readonly grown?: () => void;
}

const HEARTBEAT_SECONDS = 10;
const CLOSE_TIMEOUT_MS = 5_000;

/** How long it may take until the broker has let somebody in. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** How long the broker may take to open a channel and declare or consume: a queue without a leader never answers. */
export const ANSWER_TIMEOUT_MS = 30_000;

/** One connection for one role, with the topology declared or found each time it comes up. Tries for ever, until closed. */
export class BrokerConnection {
  private readonly up = new Latch<ChannelModel>();
  private readonly known = new Latch<true>();
  private manager: AmqpConnectionManager | undefined;
  private retry: NodeJS.Timeout | undefined;
  private readonly closing = new AbortController();
  private blocked: string | undefined;
  private error: Error | undefined = new Error('not connected yet');
  private readonly agreed: AgreedTopology;

  constructor(
    private readonly options: BrokerOptions,
    /** For logs and metrics. */
    private readonly role: string,
    private readonly news: BrokerNews = {},
  ) {
    this.agreed = new AgreedTopology(options.topology, news.grown);
  }

  /** With as many partitions as the broker is known to have. Of whoever declares it. */
  get topology(): Topology | undefined {
    return this.agreed.current;
  }

  /**
   * Resolves when the first attempt is over, whether or not the broker was there.
   * Rejects with {@link TopologyMismatch}; it goes on trying then too, until it is closed.
   */
  async start(): Promise<void> {
    this.attempt();
    await this.known.wait(new AbortController().signal);
    if (this.error instanceof TopologyMismatch) throw this.error;
  }

  /** The connection, as soon as it is up and the topology there. Rejects when `signal` aborts. */
  ready(signal: AbortSignal): Promise<ChannelModel> {
    return this.up.wait(signal);
  }

  status(): BrokerStatus {
    const { blocked, error } = this;
    const connected = this.up.current !== undefined;
    return { connected, ...(blocked !== undefined && { blocked }), ...(error && { error }) };
  }

  /** Gives up this connection and makes another. Does nothing if it is no longer the current one. */
  drop(connection: ChannelModel, why: string): void {
    if (this.up.current === connection && this.manager) this.renew(this.manager, new Error(why));
  }

  /** Takes 5 s at most: a broker that does not answer is not waited for. */
  async close(): Promise<void> {
    this.closing.abort();
    clearTimeout(this.retry);
    this.down(new Error('closed'));
    this.known.set(true);
    const { manager } = this;
    this.manager = undefined;
    if (manager) await within(CLOSE_TIMEOUT_MS, manager.close());
  }

  private attempt(): void {
    const { url, connectionName } = this.options;
    const manager = connect([url], {
      heartbeatIntervalInSeconds: HEARTBEAT_SECONDS,
      reconnectTimeInSeconds: this.nextPauseMs() / 1000,
      connectionOptions: {
        timeout: CONNECT_TIMEOUT_MS,
        noDelay: true,
        clientProperties: { connection_name: connectionName },
      },
    });
    this.manager = manager;
    manager.on('connect', () => void this.opened(manager));
    manager.on('connectFailed', ({ err }) => this.renew(manager, err));
    manager.on('disconnect', ({ err }) => {
      if (this.manager === manager) this.down(err ?? new Error('the broker closed the connection'));
    });
    manager.on('blocked', ({ reason }) => this.setBlocked(manager, reason));
    manager.on('unblocked', () => this.setBlocked(manager, undefined));
  }

  private async opened(manager: AmqpConnectionManager): Promise<void> {
    const { connection } = manager;
    if (this.manager !== manager || !connection) return;
    let hearing: { readonly over?: Promise<void> };
    try {
      const agreeing = this.agreed.agree(connection);
      hearing = await inTime(ANSWER_TIMEOUT_MS, 'the look at the topology', this.closing.signal, agreeing);
    } catch (error) {
      return this.renew(manager, error as Error);
    }
    if (this.manager !== manager || manager.connection !== connection) return;
    this.error = undefined;
    brokerConnected.set({ role: this.role }, 1);
    this.options.logger.log(`${this.role}: connected to the broker`);
    this.up.set(connection);
    this.known.set(true);
    await hearing.over?.then(() => this.drop(connection, 'nothing is told of new partitions'));
  }

  /**
   * A fresh manager after every failure: one that retries by itself keeps a promise for each failed attempt until it
   * gets through, which is memory that grows (some 160 bytes an attempt) for as long as the broker is away.
   */
  private renew(manager: AmqpConnectionManager, error: Error): void {
    if (this.manager !== manager || this.closing.signal.aborted) return;
    this.manager = undefined;
    this.down(error);
    this.known.set(true);
    this.retry = setTimeout(() => this.attempt(), this.nextPauseMs());
    // Not at once: the manager tells of a failure before it sets the timer that closing it clears.
    setImmediate(() => void manager.close().catch(() => {}));
  }

  private down(error: Error): void {
    this.up.set(undefined);
    this.blocked = undefined;
    brokerConnected.set({ role: this.role }, 0);
    const news = this.error?.message !== error.message;
    this.error = error;
    if (!news || this.closing.signal.aborted) return;
    const level = error instanceof TopologyMismatch ? 'error' : 'warn';
    this.options.logger[level](`${this.role}: no connection to the broker, trying again: ${error.message}`);
  }

  private setBlocked(manager: AmqpConnectionManager, reason: string | undefined): void {
    if (this.manager !== manager) return;
    this.blocked = reason;
    this.options.logger.warn(
      `${this.role}: the broker ${reason ? `takes no messages: ${reason}` : 'takes messages again'}`,
    );
    this.news.blocked?.();
  }

  private nextPauseMs(): number {
    const { retryMs = 2_000 } = this.options;
    return retryMs * (0.5 + Math.random());
  }
}
