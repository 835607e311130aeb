import { Injectable } from '@nestjs/common';
import {
  type FeedTransaction,
  FeedWriter,
  ParkedTransaction,
  type ParkedRow,
  recordAct,
} from '#lib/read-model';
import { problem } from '#lib/service';
import { NO_BATCH } from '../feed-batch.mapper.js';
import { transact } from '../feed.transaction.js';
import { eventOf } from './parked-event.mapper.js';
import type { Order } from './parked.params.js';
import { presentWhole } from './parked.presenter.js';

/** Drops what is parked, for good. */
@Injectable()
export class SkipProjector {
  constructor(private readonly writer: FeedWriter) {}

  /**
   * Takes the message out, and keeps it whole in the record of what operators did. If it is of a stream, its place counts
   * as done; a copy of it is a duplicate from now on. Throws the problems `parked-unknown` and `parked-not-next`, and then
   * nothing has changed.
   */
  async skip(id: string, { by, reason }: Order): Promise<ParkedRow> {
    return transact(this.writer, async (feed) => {
      const parked = new ParkedTransaction(feed.tx);
      const row = await parked.take(id);
      if (!row) throw problem(404, 'parked-unknown', `There is no parked message ${id}.`);
      if (row.stream !== null) await this.passBy(feed, row);
      if (row.event_id !== null) {
        const { source, id: eventId } = eventOf(row);
        await parked.markSkipped(source, eventId, row.body.toString());
      }
      await parked.remove([id]);
      await recordAct(feed.tx, { by, reason, act: 'parked.skip', details: presentWhole(row) });
      return row;
    });
  }

  private async passBy(feed: FeedTransaction, row: ParkedRow): Promise<void> {
    const [state] = await feed.streams([{ source: row.source!, stream: row.stream! }]);
    const { lastSequence } = state!;
    const sequence = Number(row.sequence);
    if (sequence > lastSequence + 1) {
      const next = `Event ${lastSequence + 1} of ${row.stream} comes first`;
      throw problem(
        409,
        'parked-not-next',
        `${next}: replay or skip it, or wait for it. Nothing was changed.`,
      );
    }
    const moved = { ...state!, lastSequence: Math.max(lastSequence, sequence) };
    await feed.write({ ...NO_BATCH, streams: [moved] });
  }
}
