import { Logger } from '@nestjs/common';
import { Client } from 'pg';

const CHANNEL = /^[a-z_][a-z0-9_]{0,62}$/;
const AGAIN_AFTER_MS = 1_000;
const PATIENCE_MS = 5_000;

interface ListenerOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly channel: string;
}

/**
 * Hears what is said on one channel (`NOTIFY`), on a connection of its own that is made again when it breaks. What was said
 * meanwhile is lost, and a pooler may let nothing through: whoever listens looks by themselves from time to time as well,
 * and is called once after each connection, since something may have been missed.
 */
export class Listener {
  private readonly logger = new Logger(Listener.name);
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private hears = false;

  /** Begins at once. Throws when the channel's name is not a plain identifier. */
  constructor(
    private readonly options: ListenerOptions,
    private readonly onNotice: () => void,
  ) {
    if (!CHANNEL.test(options.channel)) throw new Error(`${JSON.stringify(options.channel)} is no channel`);
    void this.connect();
  }

  /** Whether the connection stands, as far as is known: one whose other end went without a word stands for a while. */
  get isListening(): boolean {
    return this.hears;
  }

  /** Asks the server on the connection: true once it has answered, and all that it had said before is heard. */
  async isThere(): Promise<boolean> {
    const { client } = this;
    if (!client || !this.hears) return false;
    try {
      await client.query('SELECT 1');
      return client === this.client && this.hears;
    } catch {
      client.emit('end');
      return false;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.hears = false;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.options.url,
      application_name: `${this.options.applicationName} listener`,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    this.client = client;
    let isOver = false;
    const again = (error?: Error): void => {
      if (isOver || this.closed) return;
      isOver = true;
      this.hears = false;
      this.logger.warn(`not listening: ${error?.message ?? 'the connection ended'}`);
      void client.end().catch(() => undefined);
      this.timer = setTimeout(() => void this.connect(), AGAIN_AFTER_MS);
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', () => this.onNotice());
    try {
      await client.connect();
      await client.query(`LISTEN ${this.options.channel}`);
      this.hears = !isOver && !this.closed;
      this.onNotice();
    } catch (error) {
      again(error as Error);
    }
  }
}
