import { cardOf } from '#lib/cards';
import { contracts } from '#lib/contracts';
import type { EventContract } from '#lib/envelope';
import type { PersonalData } from '#lib/personal-data';
import { isConflict } from '#lib/postgres';
import type { FeedWriter } from '#lib/read-model';
import { toChanges } from '../feed-batch.mapper.js';
import { projectEvent } from '../project-event.js';

/** Events in one transaction; while it lasts, projectors wait. */
const BATCH = 200;

/**
 * Shows what was logged while there was no card for it, now that there is one. Whatever came later in the same stream
 * holds: a name that was changed since is not set back, what was taken back does not appear. May be stopped at any time,
 * may run beside projectors, and may run again.
 */
export class HistoryProjector {
  constructor(
    private readonly writer: FeedWriter,
    private readonly personal: PersonalData,
  ) {}

  /** Answers how many events are shown now that were not. `tell` hears it after each batch. */
  async show(tell: (shownSoFar: number) => void = () => {}): Promise<number> {
    const types = contracts.filter(({ type }) => cardOf(type)).flatMap(versionsOf);
    for (let total = 0; ;) {
      const shown = await this.showBatch(types);
      if (shown === 0) return total;
      total += shown;
      tell(total);
    }
  }

  private async showBatch(types: readonly string[]): Promise<number> {
    try {
      return await this.writer.inTransaction(async (feed) => {
        const events = await feed.notShown(types, BATCH);
        const dataOf = await this.personal.open(events);
        const projected = events.map((event) => projectEvent(event, dataOf(event)));
        const withCards = projected.filter(({ shown }) => shown).map(({ event }) => event);
        return feed.show(withCards, toChanges(projected));
      });
    } catch (error) {
      // A projector that wrote the same names: one of the two has to begin again.
      if (!isConflict(error)) throw error;
      return this.showBatch(types);
    }
  }
}

/** The types on the wire of an event in all its versions. */
function versionsOf({ type, previous }: EventContract): string[] {
  return [type, ...(previous ? versionsOf(previous.contract) : [])];
}
