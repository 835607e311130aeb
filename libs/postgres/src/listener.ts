import { Logger } from '@nestjs/common';
import { Client } from 'pg';

const CHANNEL = /^[a-z_][a-z0-9_]{0,62}$/;
const AGAIN_AFTER_MS = 1_000;

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

  /** Begins at once. Throws when the channel's name is not a plain identifier. */
  constructor(
    private readonly options: ListenerOptions,
    private readonly onNotice: () => void,
  ) {
    if (!CHANNEL.test(options.channel)) throw new Error(`${JSON.stringify(options.channel)} is no channel`);
    void this.connect();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.options.url,
      application_name: `${this.options.applicationName} listener`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    this.client = client;
    let isOver = false;
    const again = (error?: Error): void => {
      if (isOver || this.closed) return;
      isOver = true;
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
      this.onNotice();
    } catch (error) {
      again(error as Error);
    }
  }
}
