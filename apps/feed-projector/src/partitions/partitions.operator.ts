import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Partitions, PARTITIONS } from '#lib/messaging';
import { FeedWriter, recordAct } from '#lib/read-model';
import { problem } from '#lib/service';
import type { GrowOrder, PartitionsAnswer } from './partitions.requests.js';

/**
 * More messages than this must not wait in the queues when partitions are added. Of a stream that moves, all new events
 * wait in the table `pending` until the last of the old ones has been consumed, and a batch reads all that is pending of
 * its streams. The projector consumes this many in a second or two.
 */
const MOST_WAITING = 10_000;

/** Carries out what an operator orders about partitions; every order is recorded and logged. */
@Injectable()
export class PartitionsOperator {
  private readonly logger = new Logger(PartitionsOperator.name);

  constructor(
    @Inject(PARTITIONS) private readonly partitions: Partitions,
    private readonly writer: FeedWriter,
  ) {}

  async show(): Promise<PartitionsAnswer> {
    return { partitions: [...(await this.partitions.list())] };
  }

  /**
   * Where there are as many already, what an earlier order may have left undone is done. Throws the problems
   * `partitions-none`, `partitions-not-more` and `partitions-backlog`.
   */
  async grow({ by, reason, to, force }: GrowOrder): Promise<PartitionsAnswer> {
    const { partitions } = await this.show();
    const from = partitions.length;
    const waiting = partitions.reduce((sum, partition) => sum + partition.waiting, 0);
    if (from === 0)
      throw problem(409, 'partitions-none', 'There are no partitions: this feed has no broker.');
    if (to < from)
      throw problem(409, 'partitions-not-more', `There are ${from}. Partitions are never removed.`);
    if (to > from && waiting > MOST_WAITING && !force) {
      throw problem(
        409,
        'partitions-backlog',
        `${waiting} messages wait, more than ${MOST_WAITING}: let the projectors consume them first, or force it.`,
      );
    }
    const act = { by, reason, act: 'partitions.grow', details: { from, to, waiting } };
    // Before the work: also of one that ends this process it is known who ordered it. It may be ordered again.
    await this.writer.inTransaction((feed) => recordAct(feed.tx, act));
    await this.partitions.growTo(to);
    this.logger.warn(act);
    return this.show();
  }
}
