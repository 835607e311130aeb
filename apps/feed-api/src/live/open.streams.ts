import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { encodePosition } from '../feed.position.js';
import type { StreamClient } from './stream.client.js';
import { streamsOpen } from './stream.metrics.js';
import type { ResetReason } from './stream.resume.js';
import { STREAM_SETTINGS, type StreamSettings } from './stream.settings.js';

/** How long a stream that was ended is waited for until it is cut. */
const LAST_WORDS_MS = 1_000;
/** When those come back who are sent away all at once. */
const RETRY_MS = { least: 500, most: 5_000 };

/** The streams that are open in this process. */
@Injectable()
export class OpenStreams {
  private readonly clients = new Set<StreamClient>();

  constructor(@Inject(STREAM_SETTINGS) private readonly settings: StreamSettings) {}

  get size(): number {
    return this.clients.size;
  }

  /** In the order in which they came. */
  all(): StreamClient[] {
    return [...this.clients];
  }

  add(client: StreamClient): void {
    this.clients.add(client);
    streamsOpen.inc();
  }

  remove(client: StreamClient): void {
    client.isOpen = false;
    if (this.clients.delete(client)) streamsOpen.dec();
  }

  reset(
    client: StreamClient,
    reason: ResetReason,
    feed: { readonly epoch: string; readonly position: string },
  ): void {
    client.reset(reason, encodePosition(feed, client.audiences), retryMs());
    this.remove(client);
  }

  /** Signs of life, how far the feed has come for whom nothing concerned, and the ends of tokens. */
  tick(position: number): void {
    const now = Date.now();
    const { heartbeatMs, idleIdMs } = this.settings;
    for (const client of this.clients) {
      const silentMs = now - client.lastWrite;
      const told = Math.min(position, client.at);
      if (client.until <= now) client.bye('token-expired', RETRY_MS.least);
      else if (client.greeted && told > client.told && silentMs >= idleIdMs) client.sendId(told);
      else if (silentMs >= heartbeatMs) client.beat();
    }
  }

  /** Everybody is told to come back, each at another moment. Who does not read that is not waited for. */
  async close(): Promise<void> {
    const clients = this.all();
    for (const client of clients) client.bye('draining', retryMs());
    for (let waited = 0; this.clients.size > 0 && waited < LAST_WORDS_MS; waited += 20) await sleep(20);
    for (const client of clients) client.destroy();
  }
}

function retryMs(): number {
  return Math.round(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least));
}
