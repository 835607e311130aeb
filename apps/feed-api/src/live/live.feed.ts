import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database, type Listener, sqlState } from '#lib/postgres';
import { CHANGES_CHANNEL, FeedChanges, type FollowedRow, FeedReader } from '#lib/read-model';
import { encodePosition } from '../feed.position.js';
import { fanOut } from './fan-out.js';
import { HeldReactions } from './held.reactions.js';
import { Memberships } from './memberships.js';
import type { ResetReason } from './resume.js';
import { StateReader } from './state.reader.js';
import type { StreamClient } from './stream.client.js';
import { streamsOpen } from './stream.metrics.js';
import { STREAM_SETTINGS, type StreamSettings } from './stream.settings.js';
import { touchesOf } from './touches.js';

/** Read in one turn, at most. */
const CHANGES_IN_A_TURN = 1_000;
const UNDEFINED_TABLE = '42P01';
const AGAIN_AFTER_MS = 500;
/** How long a stream that was ended is waited for until it is cut. */
const LAST_WORDS_MS = 1_000;
const TICK_MS = 1_000;
/** When those come back who are sent away all at once. */
const RETRY_MS = { least: 500, most: 5_000 };

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
  private readonly clients = new Set<StreamClient>();
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
    private readonly changes: FeedChanges,
    private readonly states: StateReader,
    private readonly memberships: Memberships,
    @Inject(STREAM_SETTINGS) private readonly settings: StreamSettings,
  ) {
    this.held = new HeldReactions(settings.reactionsMs, () => this.look());
  }

  get size(): number {
    return this.clients.size;
  }

  join(client: StreamClient): void {
    this.clients.add(client);
    this.joined.push(client);
    streamsOpen.inc();
    this.listener ??= this.start();
    this.look();
  }

  leave(client: StreamClient): void {
    client.isOpen = false;
    if (this.clients.delete(client)) streamsOpen.dec();
    if (this.clients.size === 0) this.followed = undefined;
  }

  /** Everybody is told to come back, each at another moment. */
  async onModuleDestroy(): Promise<void> {
    this.isClosing = true;
    for (const timer of this.timers) clearInterval(timer);
    this.held.clear();
    await this.listener?.close();
    const clients = [...this.clients];
    for (const client of clients) client.bye('draining', retryMs());
    for (let waited = 0; this.clients.size > 0 && waited < LAST_WORDS_MS; waited += 20) await sleep(20);
    for (const client of clients) client.destroy();
  }

  private start(): Listener {
    this.timers = [
      setInterval(() => this.look(), this.settings.pollMs),
      setInterval(() => this.tick(), Math.min(TICK_MS, this.settings.idleIdMs)),
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
    while (this.isWanted && !this.isClosing && this.clients.size > 0) {
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
    const clients = [...this.clients];
    const caughtUp = this.joined.length;
    const behind = this.followed ? this.joined : clients;
    const from = behind.reduce((least, { at }) => Math.min(least, at), this.followed?.position ?? Infinity);
    const { version } = this.followed ?? clients[0]!;
    const row = await this.read(version, from);
    if (!row || (await this.endOther(row, version))) return true;

    const isPart = row.changes.length === CHANGES_IN_A_TURN;
    const to = isPart ? row.changes.at(-1)!.position : row.tip;
    const changes = this.held.sift(row.changes);
    const due = this.held.due();
    const moves = await this.memberships.moves(version, changes, clients);
    const state = await this.states.read(version, touchesOf([...due, ...changes]), clients);
    this.held.done(changes, due);
    const { ceiling } = this.held;
    const { heartbeatMs } = this.settings;
    const resets = fanOut({ changes, due, moves, state, to, ceiling, heartbeatMs }, clients);
    const feed = { epoch: row.epoch, position: String(to) };
    for (const [client, reason] of resets) this.reset(client, reason, feed);
    this.settle(row, version, to);
    this.joined = this.joined.slice(caughtUp);
    return isPart || this.joined.length > 0;
  }

  /** Undefined when the version is gone: then everybody is told so. */
  private async read(version: number, from: number): Promise<FollowedRow | undefined> {
    const marked = this.followed?.position ?? from;
    try {
      const row = await this.changes.follow(version, from, { limit: CHANGES_IN_A_TURN, marked });
      if (!row) throw new Error('no projection is live');
      return row;
    } catch (error) {
      if (sqlState(error) !== UNDEFINED_TABLE) throw error;
      await this.endAll((client, epoch) => client.epoch !== epoch);
      return undefined;
    }
  }

  /** Ends the streams that are of another history than the one that is live. Answers whether they all were. */
  private async endOther({ version, epoch, tip, mark }: FollowedRow, of: number): Promise<boolean> {
    const { followed } = this;
    const isRewritten =
      followed?.epoch === epoch &&
      (tip < followed.position || (followed.mark !== undefined && followed.mark !== mark));
    const isOther = version !== of || [...this.clients].some((client) => client.epoch !== epoch);
    const isAny = isOther || isRewritten;
    if (isAny) await this.endAll((client, live) => isRewritten || client.epoch !== live);
    return isAny;
  }

  private async endAll(isOf: (client: StreamClient, epoch: string) => boolean): Promise<void> {
    const feed = await this.feed.position();
    for (const client of this.clients) if (isOf(client, feed.epoch)) this.reset(client, 'epoch', feed);
    this.followed = undefined;
    this.joined = this.joined.filter(({ isOpen }) => isOpen);
  }

  private reset(
    client: StreamClient,
    reason: ResetReason,
    feed: { readonly epoch: string; readonly position: string },
  ): void {
    client.reset(reason, encodePosition(feed, client.audiences), retryMs());
    this.leave(client);
  }

  private settle({ epoch, mark }: FollowedRow, version: number, to: number): void {
    if (this.clients.size === 0) return;
    const position = Math.max(this.followed?.position ?? 0, to);
    const isSame = position === this.followed?.position;
    this.followed = { version, epoch, position, ...(isSame && { mark }) };
  }

  /** Signs of life, how far the feed has come for whom nothing concerned, and the ends of tokens. */
  private tick(): void {
    const now = Date.now();
    const { heartbeatMs, idleIdMs } = this.settings;
    const position = Math.min(this.followed?.position ?? 0, this.held.ceiling);
    for (const client of this.clients) {
      const silentMs = now - client.lastWrite;
      if (client.until <= now) client.bye('token-expired', RETRY_MS.least);
      else if (client.greeted && position > client.told && silentMs >= idleIdMs)
        client.sendId(Math.min(position, client.at));
      else if (silentMs >= heartbeatMs) client.beat();
    }
  }
}

function retryMs(): number {
  return Math.round(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least));
}
