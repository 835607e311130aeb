import { Logger } from '@nestjs/common';
import { z } from 'zod';
import type { Requests, Serving } from '#lib/messaging';
import type { OutboxRelay } from '#lib/outbox';
import type { Database } from '#lib/postgres';
import { fillMissing } from './statements.js';

/** Events for one request: whoever misses more asks for the rest. */
const MOST = 1_000;

const requestSchema = z.object({
  source: z.string(),
  stream: z.string().max(1_000),
  from: z.int().min(1),
  to: z.int().min(1),
});

/** Puts events into the outbox once more that the feed misses, unless they wait there still. */
export class MissingEventsServer {
  private readonly logger = new Logger(MissingEventsServer.name);
  private serving: Serving | undefined;

  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly requests: Requests,
    private readonly source: string,
  ) {}

  onApplicationBootstrap(): void {
    this.serving = this.requests.serve(this.source, (request) => this.fill(request));
  }

  async onModuleDestroy(): Promise<void> {
    await this.serving?.close();
  }

  private async fill(request: unknown): Promise<void> {
    const { stream, from, to } = requestSchema.parse(request);
    const filled = await this.database.run(fillMissing, stream, from, to, MOST);
    for (const part of new Set(filled.map((row) => row.part))) this.relay.wake(part);
    const asked = `events ${from} to ${to} of ${stream} are missing in the feed`;
    this.logger.warn(`${asked}: ${filled.length} of them are published again`);
  }
}
