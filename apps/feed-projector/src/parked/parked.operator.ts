import { Injectable, Logger } from '@nestjs/common';
import { FeedWriter, ParkedMessages, type ParkedUnit, recordAct } from '#lib/read-model';
import { problem } from '#lib/service';
import { replayedEvents, skippedMessages } from './parked.metrics.js';
import type { Order, ReplayOrder } from './parked.params.js';
import { ReplayProjector } from './replay.projector.js';
import { NOTHING, type Replayed } from './replayed.js';
import { SkipProjector } from './skip.projector.js';

export interface Skipped {
  readonly id: string;
  /** What became of the stream behind it; all 0 where it was of none. */
  readonly replayed: Replayed;
}

/** Carries out what an operator orders about parked messages; every order is recorded, logged and counted. */
@Injectable()
export class ParkedOperator {
  private readonly logger = new Logger(ParkedOperator.name);

  constructor(
    private readonly writer: FeedWriter,
    private readonly parked: ParkedMessages,
    private readonly replays: ReplayProjector,
    private readonly skips: SkipProjector,
  ) {}

  /** Throws the problem `parked-unknown` where nothing is parked that the order could mean. */
  async replay({ by, reason, ...target }: ReplayOrder): Promise<Replayed> {
    const unit = await this.unitOf(target);
    const act = { by, reason, act: 'parked.replay', details: target };
    // Before the work: of a replay that ends this process it is known as well who ordered it.
    await this.writer.inTransaction((feed) => recordAct(feed.tx, act));
    const replayed = await (unit ? this.replays.replay(unit) : this.replays.replayAll());
    this.tell(act, replayed);
    return replayed;
  }

  async skip(id: string, order: Order): Promise<Skipped> {
    const { source, stream, event_id: event, reason: parkedFor } = await this.skips.skip(id, order);
    const details = { id, source, stream, event, parked_for: parkedFor };
    skippedMessages.inc();
    this.logger.warn({ ...order, act: 'parked.skip', details });
    if (stream === null) return { id, replayed: NOTHING };
    const replayed = await this.replays.replay({ source: source!, stream });
    this.tell({ ...order, act: 'parked.skip', details }, replayed);
    return { id, replayed };
  }

  /** Undefined: all. An event of a stream is replayed with its stream, from the first that is parked. */
  private async unitOf({
    id,
    source,
    stream,
  }: Omit<ReplayOrder, keyof Order>): Promise<ParkedUnit | undefined> {
    if (id === undefined && stream === undefined) return undefined;
    if (id === undefined) {
      const [first] = await this.parked.list({ limit: 1, source, stream });
      if (!first) throw problem(404, 'parked-unknown', `Nothing of ${stream} of ${source} is parked.`);
      return { source: source!, stream: stream! };
    }
    const message = await this.parked.find(id);
    if (!message) throw problem(404, 'parked-unknown', `There is no parked message ${id}.`);
    return message.stream === null ? { id } : { source: message.source!, stream: message.stream };
  }

  private tell(act: object, replayed: Replayed): void {
    for (const [outcome, count] of Object.entries(replayed)) replayedEvents.inc({ outcome }, count);
    this.logger.warn({ ...act, ...replayed });
  }
}
