import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { FeedChanges, type FeedPosition, FeedReader } from '#lib/read-model';
import { type Identity, problem } from '#lib/service';
import { encodePosition } from '../feed.position.js';
import { type Reader, viewOf } from '../reader.js';
import type { FollowFeedParams } from './follow-feed.params.js';
import { forgetHeads } from './forget-head.js';
import { LiveFeed } from './live.feed.js';
import { StreamClient, type StreamStart } from './stream.client.js';
import { END, helloEvent } from './stream.frames.js';
import { StreamLimits } from './stream.limits.js';
import { type ResetReason, resume } from './stream.resume.js';
import { STREAM_SETTINGS, type StreamSettings } from './stream.settings.js';
import { followedList } from './stream.subscriber.js';

/** What a reader asks for. */
export interface StreamRequest {
  readonly params: FollowFeedParams;
  readonly reader: Reader;
  readonly identity: Identity;
  /** A position, as the reader gives it. */
  readonly since: string | undefined;
}

/** A token may be believed for a little beyond its end, as clocks differ. */
const LEAST_MS = 1_000;

/** Opens streams, and places them where their readers are. */
@Injectable()
export class StreamOpener {
  constructor(
    private readonly live: LiveFeed,
    private readonly limits: StreamLimits,
    private readonly feed: FeedReader,
    private readonly changes: FeedChanges,
    @Inject(STREAM_SETTINGS) private readonly settings: StreamSettings,
  ) {}

  /** Throws a problem where there may not be one more; after that the answer is a stream. */
  async open(request: StreamRequest, reply: FastifyReply): Promise<void> {
    this.checkStays();
    const leave = this.limits.admit(request.identity.subject, reply);
    // Who hangs up while it is being looked up is heard as well.
    reply.raw.once('close', leave);
    const { reader, params } = request;
    const who = { personId: reader.personId, department: params.department };
    const { start, reset, feed } = await this.feed.atPosition(who, (position) =>
      this.start(position, request),
    );
    const { raw } = reply;
    if (raw.destroyed) return;
    this.checkStays();
    reply.hijack();
    raw.writeHead(200, { ...reply.getHeaders(), ...streamHeaders(reader) } as Record<string, string>);
    // Ahead of what goes past it.
    raw.flushHeaders();
    const client = new StreamClient(raw, start, this.settings.bufferBytes);
    forgetHeads(raw);
    if (reset) return this.refuse(client, request, reset, encodePosition(feed, start.audiences));
    raw.once('close', () => this.live.leave(client));
    this.live.join(client);
  }

  private checkStays(): void {
    if (this.live.isClosing)
      throw problem(503, 'draining', 'This process is about to end. Connect to another one.');
  }

  private async start(
    feed: FeedPosition,
    { params, reader, identity, since }: StreamRequest,
  ): Promise<{ feed: FeedPosition; start: StreamStart; reset?: ResetReason }> {
    const { audiences } = viewOf(reader, feed);
    const most = this.settings.replayChanges;
    const resumed =
      since === undefined ? undefined : await resume(this.changes, since, { feed, audiences, most });
    const isResumed = resumed !== undefined && 'after' in resumed;
    const start = {
      reader,
      audiences,
      list: followedList(params, feed.within),
      version: feed.version,
      epoch: feed.epoch,
      after: isResumed ? resumed.after : Number(feed.position),
      resumed: isResumed,
      until: Math.max(identity.expiresAt ?? Infinity, Date.now() + LEAST_MS),
    };
    return { feed, start, ...(resumed && 'reset' in resumed && { reset: resumed.reset }) };
  }

  /**
   * Told within the stream: a client that hears of another status never comes back (EventSource). The greeting has no id and
   * the reader's own position: whoever is cut off behind it is where they were.
   */
  private refuse(
    client: StreamClient,
    { since = '' }: StreamRequest,
    reason: ResetReason,
    position: string,
  ): void {
    const { heartbeatMs } = this.settings;
    client.write(helloEvent({ position: since, resumed: false, replayed: 0, heartbeatMs }), END);
    client.reset(reason, position, LEAST_MS);
  }
}

/** Nothing on the way may keep, change or hold back what is written. */
export function streamHeaders({ locale }: Reader): Record<string, string> {
  return {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'content-language': locale,
    vary: 'Accept-Language, Authorization',
    'x-accel-buffering': 'no',
  };
}
