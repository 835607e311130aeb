import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database, type Listener, sqlState } from '#lib/postgres';
import { CHANGES_CHANNEL, FeedReader } from '#lib/read-model';
import { HeldReactions } from './held.reactions.js';
import { OpenStreams } from './open.streams.js';
import type { StreamClient } from './stream.client.js';
import { STREAM_SETTINGS, type StreamSettings } from './stream.settings.js';
import { fanOut } from './turn.fan-out.js';
import { type Happened, TurnReader } from './turn.reader.js';

const UNDEFINED_TABLE = '42P01';
const AGAIN_AFTER_MS = 500;
const TICK_MS = 1_000;

/** Where the feed was when it was last looked at. */
interface Followed {
  readonly version: number;
  readonly epoch: string;
  readonly position: number;
  /** When the change at the position happened, once known. Another time: history is another one. */
  readonly mark?: string | null;
}

/**
 * Follows the feed for all who have a stream open in this process. It goes in turns, one after the other: read what has
 * changed, read what that is now, tell everybody. Who joins is caught up with by the next turn, from where they are: what
 * they missed and what is new come the same way, without a gap or an overlap. While nobody follows, nothing is asked.
 */
@Injectable()
export class LiveFeed implements OnModuleDestroy {
  private readonly logger = new Logger(LiveFeed.name);
  private readonly held: HeldReactions;
  private followed: Followed | undefined;
  /** Who is not where `followed` is yet. */
  private joined: StreamClient[] = [];
  private listener: Listener | undefined;
  private timers: NodeJS.Timeout[] = [];
  private isWanted = false;
  private isRunning = false;
  isClosing = false;

  constructor(
    private readonly database: Database,
    private readonly feed: FeedReader,
    private readonly turns: TurnReader,
    private readonly streams: OpenStreams,
    @Inject(STREAM_SETTINGS) private readonly settings: StreamSettings,
  ) {
    this.held = new HeldReactions(settings.reactionsMs, () => this.look());
  }

  join(client: StreamClient): void {
    this.streams.add(client);
    this.joined.push(client);
    this.listener ??= this.start();
    this.look();
  }

  leave(client: StreamClient): void {
    this.streams.remove(client);
    if (this.streams.size === 0) this.followed = undefined;
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosing = true;
    for (const timer of this.timers) clearInterval(timer);
    this.held.clear();
    await Promise.all([this.listener?.close(), this.streams.close()]);
  }

  private start(): Listener {
    const tick = (): void => this.streams.tick(Math.min(this.followed?.position ?? 0, this.held.ceiling));
    this.timers = [
      setInterval(() => this.look(), this.settings.pollMs),
      setInterval(tick, Math.min(TICK_MS, this.settings.idleIdMs)),
    ];
    return this.database.listen(CHANGES_CHANNEL, () => this.look());
  }

  /** There will be a turn that begins after this. */
  private look(): void {
    this.isWanted = true;
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.isWanted && !this.isClosing && this.streams.size > 0) {
      this.isWanted = false;
      try {
        if (await this.turn()) this.isWanted = true;
        await sleep(this.settings.gatherMs);
      } catch (error) {
        this.logger.warn(`cannot follow the feed just now: ${(error as Error).message}`);
        this.isWanted = true;
        await sleep(AGAIN_AFTER_MS);
      }
    }
    this.isRunning = false;
  }

  /** Tells everybody or, when it throws, nobody. Answers whether there is more to tell. */
  private async turn(): Promise<boolean> {
    const clients = this.streams.all();
    const caughtUp = this.joined.length;
    const happened = await this.happened(clients);
    if (!happened) return true;
    const { to, epoch, version } = happened;
    this.feed.saw({ epoch, position: String(to) });
    const changes = this.held.sift(happened.changes);
    const due = this.held.due();
    const { moves, state } = await this.turns.read(version, [...due, ...changes], clients);
    this.held.done(changes, due);
    const [{ ceiling }, { heartbeatMs }] = [this.held, this.settings];
    const resets = fanOut({ changes, due, moves, state, to, ceiling, heartbeatMs }, clients);
    for (const [client, reason] of resets)
      this.streams.reset(client, reason, { epoch, position: String(to) });
    this.settle(happened);
    this.joined = this.joined.slice(caughtUp);
    return happened.isPart || this.joined.length > 0;
  }

  /** Undefined when streams have ended, as another history is the live one. */
  private async happened(clients: readonly StreamClient[]): Promise<Happened | undefined> {
    const behind = this.followed ? this.joined : clients;
    const from = behind.reduce((least, { at }) => Math.min(least, at), this.followed?.position ?? Infinity);
    const { version } = this.followed ?? clients[0]!;
    try {
      const happened = await this.turns.follow({ version, from, marked: this.followed?.position ?? from });
      const isRewritten = this.isRewritten(happened);
      const isOther = happened.version !== version || clients.some(({ epoch }) => epoch !== happened.epoch);
      if (!isRewritten && !isOther) return happened;
      await this.end((client, live) => isRewritten || client.epoch !== live);
    } catch (error) {
      if (sqlState(error) !== UNDEFINED_TABLE) throw error;
      await this.end((client, live) => client.epoch !== live);
    }
    return undefined;
  }

  /** The same version, and not what was seen of it before. */
  private isRewritten({ epoch, tip, mark }: Happened): boolean {
    const { followed } = this;
    if (followed?.epoch !== epoch) return false;
    return tip < followed.position || (followed.mark !== undefined && followed.mark !== mark);
  }

  private async end(isOf: (client: StreamClient, live: string) => boolean): Promise<void> {
    const feed = await this.feed.position();
    // Its positions mean nothing in another history.
    this.held.clear();
    for (const client of this.streams.all())
      if (isOf(client, feed.epoch)) this.streams.reset(client, 'epoch', feed);
    this.followed = undefined;
    this.joined = this.joined.filter(({ isOpen }) => isOpen);
  }

  private settle({ version, epoch, mark, to }: Happened): void {
    if (this.streams.size === 0) return;
    const position = Math.max(this.followed?.position ?? 0, to);
    const isSame = position === this.followed?.position;
    this.followed = { version, epoch, position, ...(isSame && { mark }) };
  }
}
