import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FeedChanges, type FeedPosition, FeedReader } from '#lib/read-model';
import { encodePosition } from '../feed.position.js';
import { type Reader, viewOf } from '../reader.js';
import type { ReadChangesParams } from './follow-feed.params.js';
import { newsOf, wasPlaced, whyReset } from './news.js';
import { presentNews, type Told } from './news.presenter.js';
import { resume, type ResetReason } from './stream.resume.js';
import { StateReader } from './state.reader.js';
import { STREAM_SETTINGS, type StreamSettings } from './stream.settings.js';
import { followedList } from './stream.subscriber.js';
import { touchesOf } from './touches.js';

export interface ChangesAnswer {
  readonly changes: readonly Told[];
  /** From here on the reader goes on. */
  readonly position: string;
  /** The reader reads the feed anew, and goes on from the position of that. */
  readonly reset: { readonly reason: ResetReason } | null;
}

export class ReadChanges extends Query<ChangesAnswer> {
  constructor(
    readonly params: ReadChangesParams,
    readonly reader: Reader,
  ) {
    super();
  }
}

/** Answers what a stream would tell who comes back to it. */
@QueryHandler(ReadChanges)
export class ReadChangesHandler implements IQueryHandler<ReadChanges> {
  constructor(
    private readonly feed: FeedReader,
    private readonly changes: FeedChanges,
    private readonly states: StateReader,
    @Inject(STREAM_SETTINGS) private readonly settings: StreamSettings,
  ) {}

  async execute({ params, reader }: ReadChanges): Promise<ChangesAnswer> {
    const who = { personId: reader.personId, department: params.department };
    return this.feed.atPosition(who, (position) => this.since(position, params, reader));
  }

  private async since(feed: FeedPosition, params: ReadChangesParams, reader: Reader): Promise<ChangesAnswer> {
    const { audiences } = viewOf(reader, feed);
    const most = this.settings.replayChanges;
    const resumed = await resume(this.changes, params.since, { feed, audiences, most });
    const anew = (reason: ResetReason): ChangesAnswer => ({
      changes: [],
      position: encodePosition(feed, audiences),
      reset: { reason },
    });
    if ('reset' in resumed) return anew(resumed.reset);
    const { version, epoch } = feed;
    const { after } = resumed;
    const row = await this.changes.follow(version, after, { limit: params.limit, marked: after });
    if (row?.epoch !== epoch) return anew('epoch');
    // Not beyond where the reader's audiences were looked up.
    const changes = row.changes.filter(({ position }) => position <= Number(feed.position));
    const subscriber = { reader, audiences, list: followedList(params, feed.within) };
    const reason = wasPlaced(changes, subscriber) ? 'audience' : whyReset(changes, subscriber);
    if (reason) return anew(reason);
    const touches = touchesOf(changes);
    const state = await this.states.read(version, touches, [subscriber]);
    const told = newsOf(touches, state, subscriber).map((news) => presentNews(news, state, reader));
    const isPart =
      row.changes.length === params.limit && row.changes.at(-1)!.position < Number(feed.position);
    const position = isPart ? String(row.changes.at(-1)!.position) : feed.position;
    return { changes: told, position: encodePosition({ epoch, position }, audiences), reset: null };
  }
}
