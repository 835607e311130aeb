import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { FeedChanges, FeedReader } from '#lib/read-model';
import { type Identity, problem } from '#lib/service';
import { encodePosition } from '../feed.position.js';
import { type Reader, viewOf } from '../reader.js';
import type { FollowFeedParams } from './follow-feed.params.js';
import { LiveFeed } from './live.feed.js';
import { resume } from './resume.js';
import { StreamClient } from './stream.client.js';
import { helloEvent } from './stream.frames.js';
import { STREAM_SETTINGS, type StreamSettings } from './stream.settings.js';
import { followedList } from './subscriber.js';

/** What a reader asks for. */
export interface StreamRequest {
  readonly params: FollowFeedParams;
  readonly reader: Reader;
  readonly identity: Identity;
  /** A position, as the reader gives it. */
  readonly since: string | undefined;
}

const RETRY_AFTER_S = 10;
/** A token may be believed for a little beyond its end, as clocks differ. */
const LEAST_MS = 1_000;

/** Opens streams, so many of one person and so many in all. */
@Injectable()
export class Streams {
  private readonly ofPerson = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly live: LiveFeed,
    private readonly feed: FeedReader,
    private readonly changes: FeedChanges,
    @Inject(STREAM_SETTINGS) private readonly settings: StreamSettings,
  ) {}

  /** Throws a problem where there may not be one more; after that the answer is a stream. */
  async open(request: StreamRequest, reply: FastifyReply): Promise<void> {
    const { subject } = request.identity;
    this.admit(subject, reply);
    let isCounted = true;
    const leave = (): void => {
      if (isCounted) this.count(subject, -1);
      isCounted = false;
    };
    // Who hangs up while it is being looked up is heard as well.
    reply.raw.once('close', leave);
    try {
      await this.begin(request, reply);
    } catch (error) {
      leave();
      throw error;
    }
  }

  async describe(reply: FastifyReply, reader: Reader): Promise<void> {
    await reply.headers(streamHeaders(reader)).send();
  }

  private async begin(
    { params, reader, identity, since }: StreamRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const who = { personId: reader.personId, department: params.department };
    const { resumed, start, feed } = await this.feed.atPosition(who, async (position) => {
      const { audiences } = viewOf(reader, position);
      const standing = { feed: position, audiences, most: this.settings.replayChanges };
      const going = since === undefined ? undefined : await resume(this.changes, since, standing);
      const { version, epoch } = position;
      const list = followedList(params, position.within);
      return { feed: position, resumed: going, start: { reader, audiences, list, version, epoch } };
    });
    const after = resumed && 'after' in resumed ? resumed.after : Number(feed.position);
    const { raw } = reply;
    if (raw.destroyed) return;
    reply.hijack();
    raw.writeHead(200, { ...reply.getHeaders(), ...streamHeaders(reader) } as Record<string, string>);
    const client = new StreamClient(
      raw,
      {
        ...start,
        after,
        resumed: resumed !== undefined && 'after' in resumed,
        until: Math.max(identity.expiresAt ?? Infinity, Date.now() + LEAST_MS),
      },
      this.settings.bufferBytes,
    );
    if (resumed && 'reset' in resumed) {
      const position = encodePosition(feed, start.audiences);
      const { heartbeatMs } = this.settings;
      client.send(helloEvent({ position, resumed: false, replayed: 0, heartbeatMs }), after);
      client.reset(resumed.reset, position, LEAST_MS);
      return;
    }
    raw.once('close', () => this.live.leave(client));
    this.live.join(client);
  }

  private admit(subject: string, reply: FastifyReply): void {
    if (this.live.isClosing)
      throw problem(503, 'draining', 'This process is about to end. Connect to another one.');
    const { perPerson, most } = this.settings;
    const theirs = this.ofPerson.get(subject) ?? 0;
    if (theirs < perPerson && this.total < most) {
      this.count(subject, 1);
      return;
    }
    void reply.header('retry-after', RETRY_AFTER_S);
    if (theirs >= perPerson)
      throw problem(429, 'streams-limited', `You have ${theirs} streams open, and may have no more.`);
    throw problem(503, 'streams-exhausted', 'As many follow the feed as this process can serve.');
  }

  private count(subject: string, by: 1 | -1): void {
    this.total += by;
    const theirs = (this.ofPerson.get(subject) ?? 0) + by;
    if (theirs > 0) this.ofPerson.set(subject, theirs);
    else this.ofPerson.delete(subject);
  }
}

/** Nothing on the way may keep, change or hold back what is written. */
function streamHeaders({ locale }: Reader): Record<string, string> {
  return {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'content-language': locale,
    vary: 'Accept-Language, Authorization',
    'x-accel-buffering': 'no',
  };
}
