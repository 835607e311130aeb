import { Injectable } from '@nestjs/common';
import { PersonalData } from '#lib/personal-data';
import {
  FeedWriter,
  ParkedMessages,
  ParkedTransaction,
  type ParkedUnit,
  type StreamKey,
} from '#lib/read-model';
import { isTheDatabases, refusalOf } from '../batch.planner.js';
import { transact } from '../feed.transaction.js';
import { reportPlan } from '../plan.report.js';
import type { Refusal } from '../plan-batch.js';
import { Publishers } from '../publishers/publishers.js';
import { replayMessageIn } from './message.replay.js';
import { addUp, countOf, NOTHING, type Replayed } from './replayed.js';
import { replayStreamIn } from './stream.replay.js';

/** Events of one stream in one transaction, at most. What is behind them stays parked until it is their turn. */
const AT_ONCE = 200;

/** What has ended a projector may do so again. */
const KILLED = 'killed-the-projector';
const SUSPICIOUS = [KILLED, 'dead-lettered'];
const NOTE = { reason: KILLED, detail: 'a replay of it was begun and never finished' };

/**
 * Applies what is parked as if it had just come: a stream's events in their order, in one transaction, and any other
 * message in one of its own. What cannot be applied still stays parked, with the newer reason, and its stream behind it.
 * What may end this process comes last and alone, and is noted before it is tried. Throws only what is wrong with the
 * database, and then the rest is as it was.
 */
@Injectable()
export class ReplayProjector {
  constructor(
    private readonly writer: FeedWriter,
    private readonly parked: ParkedMessages,
    private readonly publishers: Publishers,
    private readonly personal: PersonalData,
  ) {}

  async replayAll(): Promise<Replayed> {
    let sum = NOTHING;
    for (const unit of await this.parked.units(SUSPICIOUS)) sum = addUp(sum, await this.replay(unit));
    return sum;
  }

  replay(unit: ParkedUnit): Promise<Replayed> {
    return 'id' in unit ? this.replayMessage(unit.id) : this.replayStream(unit);
  }

  private async replayStream(key: StreamKey): Promise<Replayed> {
    let sum = NOTHING;
    let refusal: Refusal | undefined;
    const isNoted = await this.parked.streamHas(key, KILLED);
    for (let atOnce = isNoted ? 1 : AT_ONCE; ;) {
      if (isNoted) await this.noteFirstOf(key);
      try {
        const trial = { atOnce, isNoted, ...(refusal && { refusal }) };
        const { plan, isOver } = await transact(this.writer, (feed) =>
          replayStreamIn(feed, key, trial, this.personal),
        );
        reportPlan(plan);
        sum = addUp(sum, countOf(plan));
        refusal = undefined;
        if (isOver) return sum;
      } catch (error) {
        if (isTheDatabases(error) || refusal) throw error;
        // Halves at a time, until it is one: those before it are applied.
        if (atOnce === 1) refusal = refusalOf(error as Error);
        atOnce = Math.ceil(atOnce / 2);
      }
    }
  }

  private async replayMessage(id: string): Promise<Replayed> {
    const isNoted = await this.noteMessage(id);
    const attempt = async (refusal?: Refusal): Promise<Replayed> => {
      const trial = { isNoted, publishers: this.publishers, ...(refusal && { refusal }) };
      const step = await transact(this.writer, (feed) => replayMessageIn(feed, id, trial, this.personal));
      if (!step) return NOTHING;
      reportPlan(step.plan, step.malformed);
      const counted = countOf(step.plan);
      return { ...counted, parked: counted.parked + step.malformed.length };
    };
    try {
      return await attempt();
    } catch (error) {
      if (isTheDatabases(error)) throw error;
      return attempt(refusalOf(error as Error));
    }
  }

  private async noteFirstOf(key: StreamKey): Promise<void> {
    await this.writer.inTransaction(async (feed) => {
      const parked = new ParkedTransaction(feed.tx);
      const [first] = await parked.takeStream(key, 1);
      if (first) await parked.noteTrial(first.id, NOTE);
    });
  }

  private async noteMessage(id: string): Promise<boolean> {
    return this.writer.inTransaction(async (feed) => {
      const parked = new ParkedTransaction(feed.tx);
      const row = await parked.take(id);
      const isSuspicious = row !== undefined && SUSPICIOUS.includes(row.reason);
      if (isSuspicious) await parked.noteTrial(id, NOTE);
      return isSuspicious;
    });
  }
}
